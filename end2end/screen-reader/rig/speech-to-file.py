# Orca loads this file at its start, under the name orca-customizations.py. It puts a file in the place of the speech
# synthesiser: each phrase that would be spoken is one line of JSON there. So there is no sound card to find, and no
# phrase comes late: Orca's own debug file is written in blocks.
import json
import os

from orca import settings, speech

_heard = open(os.environ["LOCAL_OFFER_SPEECH"], "a", buffering=1, encoding="utf-8")


def _say(text, *_):
    _heard.write(json.dumps(str(text), ensure_ascii=False) + "\n")


def _say_all(utterances, _progress):
    for context, _voice in utterances:
        _say(context.utterance)


def _say_character(character, *_):
    if not settings.silenceSpeech:
        _say(character)


speech.init = lambda: None
speech._speak = lambda text, acss, interrupt: _say(text)
speech.sayAll = _say_all
speech.speakCharacter = _say_character
# What a key is called is not part of the page.
speech.speakKeyEvent = lambda event, acss=None: None
