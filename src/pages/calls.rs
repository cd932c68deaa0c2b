//! What islands ask, answered. An island's call does what its form does without JavaScript.

use crate::accounts::Session;
use crate::domain::Shortlist;
use crate::domain::calls::{Call, CallError, Calls, ListChange, ListState};
use crate::pages::shortlist_cookie::with_shortlist;
use crate::pages::staff_page::seconds_left;
use crate::web::{App, Failure, Pairs, UnsavedForm, Visitor};
use axum::response::{IntoResponse, Response};
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// One call of one visitor.
#[derive(Clone)]
pub struct VisitorCall {
    app: App,
    visitor: Visitor,
    session: Option<Session>,
    effect: Arc<Mutex<Effect>>,
}

/// What becomes of the response beside its body.
#[derive(Default)]
enum Effect {
    /// Nothing.
    #[default]
    None,
    /// The list goes into its cookie.
    List(Shortlist),
    /// There is no answer.
    Failed(Failure),
}

impl VisitorCall {
    /// A call of somebody who may be signed in.
    pub fn new(app: App, visitor: Visitor, session: Option<Session>) -> Self {
        Self { app, visitor, session, effect: Arc::default() }
    }

    /// The answer to the call, from the response that holds its body.
    pub fn respond(&self, response: Response) -> Response {
        match std::mem::take(&mut *self.effect.lock().unwrap_or_else(PoisonError::into_inner)) {
            Effect::None => response,
            Effect::List(list) => with_shortlist(&self.app, response, &list),
            Effect::Failed(failure) => failure.into_response(),
        }
    }

    fn put(&self, effect: Effect) {
        *self.effect.lock().unwrap_or_else(PoisonError::into_inner) = effect;
    }

    /// The server makes of a failure what it always makes of it: a status, a line of the log, a word for the island.
    fn settled<T>(&self, done: Result<T, Failure>) -> Result<T, CallError> {
        done.map_err(|failure| {
            let error = failure.call_error();
            self.put(Effect::Failed(failure));
            error
        })
    }

    /// The session that the page was made in.
    fn session(&self, form_token: &str) -> Result<&Session, Failure> {
        let session = self.session.as_ref().ok_or(Failure::NotFound)?;
        let token = session.form_token();
        if token == form_token {
            return Ok(session);
        }
        Err(Failure::SessionExpired(Box::new(UnsavedForm {
            path: String::new(),
            pairs: Pairs::default(),
            token: Some(token),
        })))
    }
}

impl Calls for VisitorCall {
    fn change_list(&self, service: Uuid, change: ListChange) -> Call<ListState> {
        let mut list = self.visitor.list.clone();
        match change {
            ListChange::Add => {
                list.add(service);
            }
            ListChange::Remove => list.remove(service),
        }
        let state = ListState { saved: list.has(service), services: list.ids().len() };
        self.put(Effect::List(list));
        Box::pin(async move { Ok(state) })
    }

    fn stay_signed_in(&self, form_token: String) -> Call<i64> {
        // The guard has noted that the session was used.
        let left = self.settled(self.session(&form_token).map(|session| seconds_left(&self.app, session)));
        Box::pin(async move { left })
    }
}
