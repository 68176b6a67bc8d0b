//! Bytes of answers: what they are, what is added to pages, and how large files leave bit by bit.

use std::fs::File;
use std::io::{self, Read};

use futures_util::stream::{self, Stream};
use memchr::memmem;

use crate::route::media::media_type;

const CHUNK: usize = 64 << 10;

/// The media type of an artifact, by its path.
pub(super) fn content_type(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    if let Some(kind) = media_type(name) {
        return kind.to_owned();
    }
    // `_headers`, `_redirects`, `LICENSE`.
    if !name.contains('.') {
        return "text/plain; charset=utf-8".to_owned();
    }
    let kind = mime_guess::from_path(name).first_or_octet_stream();
    let text = kind.type_() == "text" || kind.suffix().is_some_and(|suffix| suffix == "xml");
    format!("{kind}{}", if text { "; charset=utf-8" } else { "" })
}

/// A page with something more at the end of its body.
pub(super) fn with_foot(mut html: Vec<u8>, foot: &str) -> Vec<u8> {
    let at = memmem::rfind(&html, b"</body>").unwrap_or(html.len());
    html.splice(at..at, foot.bytes());
    html
}

/// A file, bit by bit.
pub(super) fn chunks(file: File) -> impl Stream<Item = io::Result<Vec<u8>>> + Send + 'static {
    stream::try_unfold(file, |mut file| async {
        let read = tokio::task::spawn_blocking(move || {
            let mut chunk = Vec::with_capacity(CHUNK);
            io::Read::by_ref(&mut file)
                .take(CHUNK as u64)
                .read_to_end(&mut chunk)?;
            Ok::<_, io::Error>((chunk, file))
        });
        let (chunk, file) = read.await.map_err(io::Error::other)??;
        Ok((!chunk.is_empty()).then_some((chunk, file)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_say_what_bytes_are() {
        for (path, kind) in [
            ("index.html", "text/html; charset=utf-8"),
            ("themen/x/feed.xml", "application/rss+xml; charset=utf-8"),
            ("theme/app.1f.js", "text/javascript; charset=utf-8"),
            ("theme/icon.svg", "image/svg+xml; charset=utf-8"),
            ("daten/papers.json", "application/json"),
            ("daten/papers.jsonl", "application/jsonl"),
            ("daten/schema/paper.schema.json", "application/schema+json"),
            ("vorlagen/a/b/Satzung.pdf", "application/pdf"),
            ("_headers", "text/plain; charset=utf-8"),
        ] {
            assert_eq!(content_type(path), kind, "{path}");
        }
    }

    #[test]
    fn the_foot_stands_before_the_last_end() {
        let page = b"<pre>&lt;/body></body></body></html>".to_vec();
        let html = with_foot(page, "<aside>");
        assert_eq!(html, b"<pre>&lt;/body></body><aside></body></html>");
        assert_eq!(with_foot(b"<p>".to_vec(), "!"), b"<p>!");
    }
}
