//! `drucksache serve`

use std::io::{self, IsTerminal};

use clap::Args;

use super::{End, Messages, Portal, human, report, say, with_cure};
use crate::Faults;
use crate::serve::{News, Options, ServeError, serve};

const EXAMPLES: &str = "\
Examples:
  drucksache serve                      http://127.0.0.1:8000/
  drucksache serve --root mein-portal --port 8080

Pages reload when a file changes. Findings stand at the foot of every page; while there are errors,
the last good state stays. Only this computer can see the preview.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    portal: Portal,
    /// Port on this computer; 0 takes a free one
    #[arg(long, default_value_t = 8000)]
    port: u16,
    #[command(flatten)]
    messages: Messages,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<End> {
    let served = serve(&Options {
        build: arguments.portal.build(None, Faults::Withhold),
        port: arguments.port,
        messages: arguments.messages.messages.map(|language| match language {
            super::Language::De => "de",
            super::Language::En => "en",
        }),
        tell,
    });
    served.map_err(cure)?;
    Ok(End::Well)
}

/// The address for everybody, findings only for somebody who looks on.
fn tell(news: &News<'_>) {
    let stderr = io::stderr();
    let watched = stderr.is_terminal();
    match news {
        News::Ready { address } => say(&mut io::stdout(), &format!("{address}\n")),
        News::Findings([], words) if watched => {
            say(&mut io::stderr(), &format!("{}\n", words.frame("none")));
        }
        News::Findings(findings, words) if watched => {
            say(&mut io::stderr(), &report(findings, human(&stderr), words));
        }
        News::Failed(failure) if watched => {
            say(&mut io::stderr(), &format!("drucksache: {failure}\n"));
        }
        News::Findings(..) | News::Failed(_) => {}
    }
}

/// A failure with what to do about it.
fn cure(failure: ServeError) -> anyhow::Error {
    let cure = match failure {
        ServeError::Portal(failure) => return with_cure(failure),
        ServeError::Taken(_) => {
            "choose another one with --port PORT, or take a free one with --port 0"
        }
        ServeError::Listen { .. } => "choose another one with --port PORT, for example --port 8080",
        ServeError::Watch { .. } => {
            "on Linux the number of watched folders is limited: raise fs.inotify.max_user_watches"
        }
        ServeError::Ended(_) => "start it again",
    };
    anyhow::anyhow!("{failure}\n  {cure}")
}
