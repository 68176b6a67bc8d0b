//! A server asked politely: one request at a time with a pause, conditional, waiting when told to, and asked again
//! where that may help. A door to network and clock.

#![expect(
    clippy::disallowed_methods,
    reason = "a door: it asks servers and waits"
)]

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Largest answer that is read: lists without pages can be long.
const LARGEST: u64 = 512 << 20;

/// Longest that a server may make us wait.
const LONGEST_WAIT: Duration = Duration::from_mins(15);

/// How a server is asked.
#[derive(Clone, Debug)]
pub struct Manners {
    /// Who asks, with a way to reach them.
    pub user_agent: String,
    /// Pause between two requests.
    pub pause: Duration,
    /// How often a request that failed is tried again.
    pub retries: u32,
    /// First pause before a second try; it doubles.
    pub backoff: Duration,
    /// How long an answer may take.
    pub timeout: Duration,
}

/// Why a server could not be read.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// It says that it will not give this.
    #[error("{url}: the server answers {status}")]
    Refused {
        /// What was asked for.
        url: String,
        /// Its answer.
        status: u16,
    },
    /// It does not answer, or not with what was asked for.
    #[error("{url}: {reason}")]
    Server {
        /// What was asked for.
        url: String,
        /// What came.
        reason: String,
    },
    /// The folder for its answers cannot be used.
    #[error("{path}: {source}")]
    Io {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// A page that was fetched.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Page {
    pub(super) url: String,
    pub(super) run: u32,
    /// What its objects are that do not say so themselves: the property that named it.
    pub(super) what: String,
    pub(super) etag: Option<String>,
    pub(super) modified: Option<String>,
}

/// Who asks.
pub(super) struct Asker {
    agent: ureq::Agent,
    pub(super) manners: Manners,
    /// Requests that were sent.
    pub(super) requests: usize,
}

impl Asker {
    pub(super) fn new(manners: Manners) -> Self {
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(manners.timeout))
            .user_agent(manners.user_agent.as_str())
            .http_status_as_error(false)
            .build()
            .into();
        Self {
            agent,
            manners,
            requests: 0,
        }
    }

    /// Asks, and asks again if that may help. `None`: it did not change.
    pub(super) fn ask(
        &mut self,
        url: &str,
        kept: Option<&Page>,
    ) -> Result<Option<(Vec<u8>, Page)>, FetchError> {
        if !(url.starts_with("https://") || url.starts_with("http://")) {
            return Err(FetchError::Server {
                url: url.to_owned(),
                reason: "no web address".to_owned(),
            });
        }
        let mut wait = self.manners.backoff;
        let mut tries = 0;
        loop {
            if self.requests > 0 {
                std::thread::sleep(self.manners.pause);
            }
            self.requests += 1;
            let (reason, asked) = match self.once(url, kept) {
                Ok(Answer::Same) => return Ok(None),
                Ok(Answer::New(bytes, page)) => return Ok(Some((bytes, page))),
                Ok(Answer::Refused(status)) => {
                    let url = url.to_owned();
                    return Err(FetchError::Refused { url, status });
                }
                Ok(Answer::Later(status, after)) => (format!("the server answers {status}"), after),
                Err(reason) => (reason, None),
            };
            if tries == self.manners.retries {
                return Err(FetchError::Server {
                    url: url.to_owned(),
                    reason: format!(
                        "{reason}, {} times; run the command again to go on from here",
                        tries + 1
                    ),
                });
            }
            tries += 1;
            std::thread::sleep(asked.unwrap_or(wait).min(LONGEST_WAIT));
            wait = (wait * 2).min(LONGEST_WAIT);
        }
    }

    fn once(&self, url: &str, kept: Option<&Page>) -> Result<Answer, String> {
        let mut request = self.agent.get(url).header("Accept", "application/json");
        if let Some(page) = kept {
            if let Some(etag) = &page.etag {
                request = request.header("If-None-Match", etag);
            }
            if let Some(modified) = &page.modified {
                request = request.header("If-Modified-Since", modified);
            }
        }
        let mut response = request.call().map_err(|error| error.to_string())?;
        let header = |name: &str| {
            let value = response.headers().get(name)?;
            value.to_str().ok().map(str::to_owned)
        };
        let page = Page {
            etag: header("etag"),
            modified: header("last-modified"),
            ..Page::default()
        };
        match response.status().as_u16() {
            304 if kept.is_some() => Ok(Answer::Same),
            200..=299 => {
                let body = response.body_mut().with_config().limit(LARGEST);
                let bytes = body.read_to_vec().map_err(|error| error.to_string())?;
                Ok(Answer::New(bytes, page))
            }
            status @ (408 | 425 | 429 | 500..=599) => Ok(Answer::Later(
                status,
                header("retry-after").and_then(|text| after(&text)),
            )),
            status => Ok(Answer::Refused(status)),
        }
    }
}

/// What a server said.
enum Answer {
    New(Vec<u8>, Page),
    Same,
    /// Try again, perhaps after a time that it named.
    Later(u16, Option<Duration>),
    Refused(u16),
}

/// `Retry-After`: seconds, or a moment.
fn after(text: &str) -> Option<Duration> {
    if let Ok(seconds) = text.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let moment = jiff::fmt::rfc2822::parse(text.trim()).ok()?.timestamp();
    let wait = moment.duration_since(jiff::Timestamp::now());
    Duration::try_from(wait).ok()
}
