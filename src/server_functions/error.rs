//! A call that has no answer, on its way through leptos.

use crate::domain::calls::CallError;
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};

impl FromServerFnError for CallError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            // What cannot be read is a call on the server, and an answer in the browser.
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => Self::NotUnderstood,
            ServerFnErrorErr::Deserialization(_) if cfg!(feature = "ssr") => Self::NotUnderstood,
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Deserialization(_) => Self::NoAnswer,
            _ => Self::Broken,
        }
    }

    // Everything else has its status from the server's own failure.
    #[cfg(feature = "ssr")]
    fn status_code(&self) -> leptos::server_fn::http_export::StatusCode {
        use leptos::server_fn::http_export::StatusCode;
        match self {
            Self::NotUnderstood => StatusCode::BAD_REQUEST,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}
