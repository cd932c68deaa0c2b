//! Who may use an address: asked before anything else is done, for every address of the table.

use super::return_path;
use super::route::Who;
use crate::accounts::AuthLevel;
use crate::domain::Role;
use crate::web::{App, FORM_TOKEN, Failure, FormPairs, UnsavedForm, redirect};
use axum::extract::{FromRequest, MatchedPath, Request, State};
use axum::http::{HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

impl Who {
    /// Whether somebody of a role may.
    pub fn allows(self, role: Role) -> bool {
        match self {
            Who::Everybody | Who::PartiallyAuthenticated | Who::SignedIn => true,
            Who::Provider => role == Role::Provider,
            Who::ListingEditor => matches!(role, Role::Provider | Role::Editor | Role::Admin),
            Who::Council => role.is_council(),
            Who::Editor => matches!(role, Role::Editor | Role::Admin),
            Who::Admin => role == Role::Admin,
        }
    }
}

/// Lets in those who may. Who is not signed in is sent to sign in; who is somebody else learns nothing, not even that there
/// is such a page.
pub async fn guard(State((app, who)): State<(App, Who)>, mut request: Request, next: Next) -> Response {
    if who == Who::Everybody {
        return next.run(request).await;
    }
    let session = match app.session_of(request.headers()).await {
        Ok(session) => session,
        Err(failure) => return failure.into_response(),
    };
    let Some(session) = session else {
        return private(if request.method() == Method::POST {
            kept(&app, request).await
        } else {
            return_path::remember(&app, &request, who, redirect("/sign-in"))
        });
    };
    let further = match session.standing {
        AuthLevel::Full => None,
        AuthLevel::NeedsSecond => Some("/sign-in/second"),
        AuthLevel::NeedsEnrolment => Some("/sign-in/set-up"),
    };
    if let Some(further) = further
        && who != Who::PartiallyAuthenticated
    {
        return private(return_path::remember_partially_authenticated(&app, &request, who, redirect(further)));
    }
    if !who.allows(session.account.role) {
        let route = request.extensions().get::<MatchedPath>().map_or("", |matched| matched.as_str());
        if app.throttle.is_new_refusal(&session.account.email, route, app.clock.seconds()) {
            app.note(&session.account.email, "was refused", request.uri().path()).await;
        }
        return private(Failure::NotFound.into_response());
    }
    if session.standing == AuthLevel::Full
        && let Some(onwards) = return_path::send_on(&app, &request, session.account.role)
    {
        return private(onwards);
    }
    request.extensions_mut().insert(session);
    private(next.run(request).await)
}

/// What somebody typed and sent after their session had ended: shown again, and not used.
async fn kept(app: &App, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    match FormPairs::from_request(request, app).await {
        Ok(FormPairs(mut pairs)) => {
            pairs.0.retain(|(name, _)| name != FORM_TOKEN);
            Failure::SessionExpired(Box::new(UnsavedForm { path, pairs, token: None })).into_response()
        }
        Err(failure) => failure.into_response(),
    }
}

/// What somebody signed in is shown is kept by no cache.
fn private(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
