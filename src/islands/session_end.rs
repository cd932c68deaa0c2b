//! A warning two minutes before a session ends, and one button to stay; once it has ended, the way back in. What is written
//! on the page stays there, and is saved as a draft where the page does that.

use super::announce::announce;
use super::timer::after;
use crate::domain::calls::CallError;
use crate::server_functions::stay_signed_in;
use leptos::ev::{self, SubmitEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;
use std::time::Duration;

/// So many seconds before the end the warning comes.
const BEFORE: i64 = 120;
/// The longest a browser's timer takes, in seconds: about 24 days.
const LONGEST: i64 = 2_000_000;

const SOON: &str = "You will be signed out in two minutes.";

/// What another part of the page has learnt about the session.
#[cfg_attr(
    not(feature = "hydrate"),
    expect(dead_code, reason = "only the part that saves drafts tells, in the browser")
)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionNews {
    /// It was used: it ends so many seconds from now.
    GoesOn(i64),
    /// It has ended.
    Ended,
}

thread_local! {
    static NEWS: ArcRwSignal<Option<SessionNews>> = ArcRwSignal::new(None);
}

/// Tells the notice.
#[cfg(feature = "hydrate")]
pub fn tell(news: SessionNews) {
    NEWS.with(|told| told.set(Some(news)));
}

/// What the notice shows.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Notice {
    shown: bool,
    words: &'static str,
    /// Whether there is the button to stay.
    stay: bool,
    /// Whether there is the link to sign in again.
    again: bool,
}

/// The notice: a form that works without scripts, hidden until it is needed. `left` says for how many seconds the session
/// lasts.
#[island]
pub fn SessionEnd(left: i64, form_token: String) -> impl IntoView {
    let at = Session {
        notice: RwSignal::new(Notice { shown: false, words: SOON, stay: true, again: false }),
        turn: StoredValue::new(0),
        came_from: StoredValue::new_local(None),
        form: NodeRef::new(),
        again: NodeRef::new(),
    };
    let notice = at.notice;
    Effect::new(move |_| {
        at.wait(left);
        window_event_listener(ev::focusin, move |event| at.note_focus(event.target().and_then(|t| t.dyn_into().ok())));
    });
    let told = NEWS.with(Clone::clone);
    Effect::new(move |_| match told.get() {
        Some(SessionNews::GoesOn(left)) => at.goes_on(left),
        Some(SessionNews::Ended) => at.ended(),
        None => {}
    });
    let token = form_token.clone();
    let stay = move |event: SubmitEvent| {
        event.prevent_default();
        let token = token.clone();
        spawn_local(async move { at.asked(stay_signed_in(token).await) });
    };
    view! {
        <form class="notice ending" id="session-end" method="post" action="/account/stay" hidden=move || !notice.get().shown node_ref=at.form on:submit=stay>
            <input type="hidden" name="form-token" value=form_token/>
            <p><b>{move || notice.get().words}</b>" What you wrote here is kept."</p>
            <p hidden=move || !notice.get().stay><button class="btn">"Stay signed in"</button></p>
            <p hidden=move || !notice.get().again><a class="btn" href="/sign-in" target="_blank" rel="noopener" node_ref=at.again>"Sign in (opens in another tab)"</a></p>
        </form>
    }
}

/// The notice and its clock.
#[derive(Clone, Copy)]
struct Session {
    notice: RwSignal<Notice>,
    /// Counts how often the clock was set: the last time holds.
    turn: StoredValue<u32>,
    /// What had the focus before the notice got it.
    came_from: StoredValue<Option<HtmlElement>, LocalStorage>,
    form: NodeRef<html::Form>,
    again: NodeRef<html::A>,
}

impl Session {
    fn note_focus(self, to: Option<HtmlElement>) {
        if let (Some(to), Some(form)) = (to, self.form.get_untracked())
            && !form.contains(Some(&to))
        {
            self.came_from.set_value(Some(to));
        }
    }

    fn next_turn(self) -> u32 {
        self.turn.update_value(|turn| *turn += 1);
        self.turn.get_value()
    }

    /// Waits for the end.
    fn wait(self, left: i64) {
        let mine = self.next_turn();
        let is_last = move || self.turn.get_value() == mine;
        if left > LONGEST {
            return;
        }
        after(seconds(left - BEFORE), move || {
            if !is_last() {
                return;
            }
            self.notice.set(Notice { shown: true, words: SOON, stay: true, again: false });
            announce(&format!("{SOON} The button to stay is at the end of the page."));
            after(seconds(BEFORE), move || {
                if is_last() {
                    self.perhaps_ended();
                }
            });
        });
    }

    /// Whoever went on in another tab is still signed in: only the server knows.
    fn perhaps_ended(self) {
        let words = "You may be signed out by now.";
        self.notice.set(Notice { shown: true, words, stay: true, again: true });
        announce(&format!("{words} What to do is at the end of the page."));
    }

    /// The session was used: it ends so many seconds from now.
    fn goes_on(self, left: i64) {
        self.close();
        self.wait(left);
    }

    /// The session has ended: the notice says so, with the link to sign in again.
    fn ended(self) {
        self.next_turn();
        let focused = self.has_focus();
        let words = "You have been signed out. Sign in again in another tab, then come back and save.";
        self.notice.set(Notice { shown: true, words, stay: false, again: true });
        if focused {
            spawn_local(async move {
                // The link is there once the page has followed.
                tick().await;
                if let Some(link) = self.again.get_untracked() {
                    let _ = link.focus();
                }
            });
        }
        announce("You have been signed out. The link to sign in again is at the end of the page.");
    }

    /// What became of asking to stay.
    fn asked(self, answer: Result<i64, CallError>) {
        match answer {
            Ok(left) => {
                self.goes_on(left);
                announce("You stay signed in.");
            }
            Err(CallError::SignedInAnew) => {
                self.next_turn();
                self.close();
                announce("You are signed in again.");
            }
            Err(CallError::SignedOut) => self.ended(),
            Err(_) => {
                let words = "The site did not answer just now. Press “Stay signed in” again.";
                self.notice.update(|notice| notice.words = words);
                announce(words);
            }
        }
    }

    /// Takes the notice away. Whoever pressed its button is back where they were.
    fn close(self) {
        let focused = self.has_focus();
        self.notice.update(|notice| notice.shown = false);
        if focused && let Some(before) = self.came_from.get_value() {
            let _ = before.focus();
        }
    }

    fn has_focus(self) -> bool {
        let form = self.form.get_untracked();
        form.is_some_and(|form| document().active_element().is_some_and(|has| form.contains(Some(&has))))
    }
}

/// A number of seconds, or none when it is past.
fn seconds(number: i64) -> Duration {
    Duration::from_secs(number.try_into().unwrap_or(0))
}
