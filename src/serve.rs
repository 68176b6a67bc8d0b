//! The preview: shows the portal while somebody writes, to this computer only.
//!
//! Called by `drucksache serve`. Three rooms and a wall between them: [`portal`] loads and renders, on a
//! thread of its own for each state; [`http`] answers requests and never touches the disk; [`watch`]
//! waits for saves. [`preview`] holds what is shown right now. Pages are rendered when they are asked for.
//!
//! Never writes a file, never listens to another computer, never stops over a mistake in the content.

mod body;
mod http;
mod panel;
mod portal;
mod preview;
mod watch;

use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::thread;

use crate::diagnostic::{Catalogue, Located};
use crate::{Build, Failure};

use preview::Preview;
use watch::Watch;

/// What a preview is told.
#[derive(Clone, Debug)]
pub struct Options {
    /// The portal; its `baseUrl` becomes the address of the preview.
    pub build: Build,
    /// Port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// Language of findings; the portal's when left out.
    pub messages: Option<&'static str>,
    /// Hears what happens.
    pub tell: fn(&News<'_>),
}

/// What happens while a preview runs.
#[derive(Debug)]
pub enum News<'a> {
    /// It can be looked at.
    Ready {
        /// Its address.
        address: &'a str,
    },
    /// The portal was loaded, with these findings; none if they were all mended.
    Findings(&'a [Located], &'static Catalogue),
    /// The portal could not be loaded; the last state stays.
    Failed(&'a Failure),
}

/// Why there is no preview.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Another program listens there.
    #[error("port {0} is taken by another program")]
    Taken(u16),
    /// The system does not let us listen there.
    #[error("cannot listen on port {port}: {source}")]
    Listen {
        /// The port.
        port: u16,
        /// Why.
        source: io::Error,
    },
    /// Changes of a folder cannot be noticed.
    #[error("cannot watch {path}: {source}")]
    Watch {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: notify::Error,
    },
    /// There is nothing to show.
    #[error(transparent)]
    Portal(#[from] Failure),
    /// The server ended.
    #[error("the preview ended: {0}")]
    Ended(#[from] io::Error),
}

/// Shows the portal until the process is ended.
///
/// # Errors
/// See [`ServeError`].
pub fn serve(options: &Options) -> Result<(), ServeError> {
    let listener = listen(options.port)?;
    let port = listener.local_addr()?.port();
    let address = format!("http://127.0.0.1:{port}");
    let build = Build {
        base_url: Some(address.clone()),
        ..options.build.clone()
    };
    // Watching begins before loading, so that no save falls in between; a missing portal is the more
    // helpful message.
    let watch = Watch::begin(&build.root);
    let (mut preview, current) = Preview::open(build, options)?;
    let mut watch = watch?;
    thread::spawn(move || {
        while watch.wait() {
            preview.renew();
        }
    });
    (options.tell)(&News::Ready {
        address: &format!("{address}/"),
    });
    http::run(listener, port, current)?;
    Ok(())
}

fn listen(port: u16) -> Result<TcpListener, ServeError> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => ServeError::Taken(port),
        _ => ServeError::Listen { port, source },
    })
}
