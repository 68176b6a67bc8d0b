//! From requests to answers. Only this computer may ask, and only under its own name: a foreign site
//! that points its name at 127.0.0.1 (DNS rebinding) is turned away. Never touches the disk by a
//! request's wish: paths are looked up by [`portal`](super::portal).

use std::convert::Infallible;
use std::io;
use std::net::TcpListener;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderName, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::serve::ListenerExt;
use futures_util::stream::{self, Stream};
use percent_encoding::percent_decode_str;
use tokio::sync::watch;

use crate::diagnostic::Catalogue;
use crate::output::Problem;
use crate::output::hosting::POLICY;

use super::body;
use super::panel::page;
use super::portal::{Answer, Bytes};
use super::preview::Current;

const EVENTS: &str = "/_drucksache/events";
const SCRIPT: &str = "/_drucksache/reload.js";
const STYLE: &str = "/_drucksache/preview.css";

#[derive(Clone)]
struct Server {
    current: watch::Receiver<Arc<Current>>,
    hosts: Arc<[String]>,
}

/// Answers on `listener` until the process is ended.
///
/// # Errors
/// If the system does not let us.
pub(super) fn run(
    listener: TcpListener,
    port: u16,
    current: watch::Receiver<Arc<Current>>,
) -> io::Result<()> {
    let server = Server {
        current,
        hosts: hosts(port),
    };
    let script = (
        [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")],
        include_str!("reload.js"),
    );
    let style = (
        [(header::CONTENT_TYPE, "text/css; charset=utf-8")],
        include_str!("preview.css"),
    );
    let router = Router::new()
        .route(EVENTS, get(events))
        .route(SCRIPT, get(move || async move { script }))
        .route(STYLE, get(move || async move { style }))
        .fallback_service(get(artifact).with_state(server.clone()))
        .layer(middleware::from_fn_with_state(server.clone(), guard))
        .with_state(server);
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?.tap_io(|stream| {
            // Without it every page waits for the acknowledgement of the one before.
            let _ = stream.set_nodelay(true);
        });
        axum::serve(listener, router).await
    })
}

/// The names under which this computer calls itself.
fn hosts(port: u16) -> Arc<[String]> {
    let names = ["127.0.0.1", "localhost", "[::1]"];
    let mut hosts: Vec<String> = names.iter().map(|name| format!("{name}:{port}")).collect();
    if port == 80 {
        hosts.extend(names.map(str::to_owned));
    }
    hosts.into()
}

/// Lets only requests to this computer pass, and marks all answers as not to be kept.
async fn guard(State(server): State<Server>, request: Request, next: Next) -> Response {
    let known = |name: &str| {
        server
            .hosts
            .iter()
            .any(|host| host.eq_ignore_ascii_case(name))
    };
    let mut named = request.headers().get_all(header::HOST).iter();
    let host = named
        .next()
        .and_then(|host| host.to_str().ok())
        .is_some_and(known);
    let target = request
        .uri()
        .authority()
        .is_none_or(|authority| known(authority.as_str()));
    if !host || named.next().is_some() || !target {
        let text = "403: the preview answers to 127.0.0.1 and localhost only\n";
        return (StatusCode::FORBIDDEN, text).into_response();
    }
    let headers = [
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ];
    (headers, next.run(request).await).into_response()
}

/// Tells the page which state is shown, at once and whenever there is a new one.
async fn events(
    State(server): State<Server>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let mut current = server.current;
    current.mark_changed();
    let events = stream::unfold(current, |mut current| async move {
        current.changed().await.ok()?;
        let version = current.borrow_and_update().version.clone();
        Some((Ok(Event::default().event("version").data(version)), current))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

/// Whatever the portal has at a path.
async fn artifact(State(server): State<Server>, uri: Uri) -> Response {
    let current = Arc::clone(&server.current.borrow());
    let words = current.words();
    let own = |heading: &str, detail: Option<&str>| {
        let html = page(current.language, words.frame(heading), detail);
        html_response(html.into_bytes(), &current)
    };
    let Some(portal) = &current.portal else {
        return (
            StatusCode::SERVICE_UNAVAILABLE,
            own("preview_nothing", None),
        )
            .into_response();
    };
    let answer = match path(&uri) {
        Some(path) => portal.get(path).await,
        None => Some(Answer::Missing(None)),
    };
    match answer {
        Some(Answer::Found(path, bytes)) => respond(&path, bytes, &current),
        Some(Answer::Missing(Some(bytes))) => {
            (StatusCode::NOT_FOUND, respond("404.html", bytes, &current)).into_response()
        }
        Some(Answer::Missing(None)) => (StatusCode::NOT_FOUND, "404\n").into_response(),
        Some(Answer::Slash) => Redirect::temporary(&format!("{}/", uri.path())).into_response(),
        Some(Answer::Moved(url)) => Redirect::temporary(&url).into_response(),
        Some(Answer::Broken(problem)) => {
            let page = own("preview_page", Some(&explain(&problem, words)));
            (StatusCode::INTERNAL_SERVER_ERROR, page).into_response()
        }
        None => (StatusCode::INTERNAL_SERVER_ERROR, own("preview_page", None)).into_response(),
    }
}

/// A template's own message, or the file that cannot be read.
fn explain(problem: &Problem, words: &Catalogue) -> String {
    match problem {
        Problem::Finding(finding) => {
            let help = words.help(finding).unwrap_or_default();
            format!(
                "{}\n\n{}\n\n{help}",
                finding.place.file,
                words.message(finding)
            )
        }
        Problem::Io { .. } => problem.to_string(),
    }
}

/// The decoded path, without the slash in front.
fn path(uri: &Uri) -> Option<String> {
    let path = uri.path().strip_prefix('/')?;
    percent_decode_str(path).decode_utf8().ok().map(Into::into)
}

fn respond(path: &str, bytes: Bytes, current: &Current) -> Response {
    let kind = body::content_type(path);
    match bytes {
        Bytes::Whole(bytes) if kind.starts_with("text/html") => html_response(bytes, current),
        Bytes::Whole(bytes) => ([(header::CONTENT_TYPE, kind)], bytes).into_response(),
        Bytes::File(file) => (
            [(header::CONTENT_TYPE, kind)],
            Body::from_stream(body::chunks(file)),
        )
            .into_response(),
    }
}

/// A page with its findings, which loads again when there is something new.
fn html_response(html: Vec<u8>, current: &Current) -> Response {
    let (panel, version) = (&current.panel, &current.version);
    let foot =
        format!("{panel}<script src=\"{SCRIPT}\" data-version=\"{version}\" defer></script>\n");
    let html = body::with_foot(html, &foot);
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
}
