//! HEAD is answered as GET is, so that every header is the same; axum leaves out the body.

use axum::extract::Request;
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;

/// Makes GET of HEAD for everything inside: what looks at the method, and what compresses the body.
pub async fn as_get(mut request: Request, next: Next) -> Response {
    if request.method() == Method::HEAD {
        *request.method_mut() = Method::GET;
    }
    next.run(request).await
}
