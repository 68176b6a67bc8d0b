//! `drucksache serve`

use clap::Args;

use super::{End, Messages, Portal};
use crate::Faults;
use crate::serve::{Options, serve};

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
    serve(&Options {
        build: arguments.portal.build(None, Faults::Withhold),
        port: arguments.port,
        messages: arguments.messages.messages.map(|language| match language {
            super::Language::De => "de",
            super::Language::En => "en",
        }),
    })?;
    Ok(End::Well)
}
