//! Stems of words, with exceptions where English stemming joins what families keep apart.

use crate::area::words::Words;
use std::collections::HashMap;
use std::sync::Arc;
use tantivy::tokenizer::{Token, TokenFilter, TokenStream, Tokenizer};

/// Words this short are never stemmed: "ados" is not "ado".
const SHORT: usize = 3;

/// How words become stems.
#[derive(Clone, Debug, Default)]
pub struct Stems(Arc<HashMap<String, String>>);

impl Stems {
    /// The stems of an area's words.
    pub fn new(words: &Words) -> Self {
        Self(Arc::new(words.stems.clone()))
    }

    /// The stem of a word in lower case.
    pub fn stem(&self, word: &str) -> String {
        self.stem_with(&frostem::Stemmer::new(frostem::Algorithm::English), word)
    }

    fn stem_with(&self, stemmer: &frostem::Stemmer, word: &str) -> String {
        match self.0.get(word) {
            Some(stem) => stem.clone(),
            None if word.len() <= SHORT => word.to_owned(),
            None => stemmer.stem(word).into_owned(),
        }
    }
}

/// Stems as a filter of tantivy's.
#[derive(Clone)]
pub struct StemFilter(pub Stems);

impl TokenFilter for StemFilter {
    type Tokenizer<T: Tokenizer> = Stemmed<T>;

    fn transform<T: Tokenizer>(self, inner: T) -> Stemmed<T> {
        Stemmed { inner, stems: self.0 }
    }
}

/// A tokenizer whose tokens are stemmed.
#[derive(Clone)]
pub struct Stemmed<T> {
    inner: T,
    stems: Stems,
}

impl<T: Tokenizer> Tokenizer for Stemmed<T> {
    type TokenStream<'a> = StemStream<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        let stemmer = frostem::Stemmer::new(frostem::Algorithm::English);
        StemStream { inner: self.inner.token_stream(text), stems: self.stems.clone(), stemmer }
    }
}

/// The tokens, stemmed one by one.
pub struct StemStream<T> {
    inner: T,
    stems: Stems,
    stemmer: frostem::Stemmer,
}

impl<T: TokenStream> TokenStream for StemStream<T> {
    fn advance(&mut self) -> bool {
        if !self.inner.advance() {
            return false;
        }
        let stem = self.stems.stem_with(&self.stemmer, &self.inner.token().text);
        self.inner.token_mut().text = stem;
        true
    }

    fn token(&self) -> &Token {
        self.inner.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.inner.token_mut()
    }
}
