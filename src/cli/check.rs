//! `drucksache check`

use std::io;

use clap::{Args, ValueEnum};

use super::{End, Messages, Portal, human, report, say, with_cure, worst};
use crate::Faults;
use crate::diagnostic::{Format, Severity};

const EXAMPLES: &str = "\
Examples:
  drucksache check                      for people
  drucksache check --all                the same, however many findings there are of one kind
  drucksache check --format json        one JSON object a line, for editors and scripts
  drucksache check --format github      annotations in a pull request

Exit code: 0 nothing to mend, 1 errors or warnings, 2 the check itself failed. Hints (such as a
cited number that the portal does not have) are printed and do not count.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    portal: Portal,
    /// How findings are printed
    #[arg(long, value_enum, default_value_t = Shape::Human)]
    format: Shape,
    /// Show every finding, not just the first 50 of a kind
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    messages: Messages,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Shape {
    /// With the line and a caret
    Human,
    /// JSON Lines
    Json,
    /// GitHub annotations
    Github,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<End> {
    let build = arguments.portal.build(None, Faults::Stop);
    let built = build.check().map_err(with_cure)?;
    let words = arguments.messages.words(&built.language);
    let format = match arguments.format {
        Shape::Human => match human(&io::stdout()) {
            Format::Human { color, .. } if arguments.all => {
                let most = usize::MAX;
                Format::Human { color, most }
            }
            format => format,
        },
        Shape::Json => Format::Json,
        Shape::Github => Format::Github,
    };
    say(&mut io::stdout(), &report(&built.findings, format, words));
    if built.findings.is_empty() && matches!(format, Format::Human { color: true, .. }) {
        say(&mut io::stdout(), &format!("{}\n", words.frame("none")));
    }
    let counts = worst(&built.findings).is_some_and(|worst| worst < Severity::Hint);
    Ok(if counts { End::Findings } else { End::Well })
}
