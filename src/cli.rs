//! The command line: arguments in, exit code out. A file per command; this one holds what they share.
//!
//! Exit codes: 0 all is well, 1 there are findings, 2 something kept the command from its work. One of
//! the doors: it reads the clock, for embargoes and new papers only.

mod build;
mod check;
mod completions;
mod explain;
mod files;
mod import;
mod moving;
mod new;
mod references;
mod register;
mod relations;
mod schema;
mod serve;
mod withdraw;

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::diagnostic::{Catalogue, Format, Located, Severity, print, summary};
use crate::model::Date;
use crate::{Build, Failure, Faults};

const ABOUT: &str = "Publishes German council papers as an open-data transparency portal";

const EXAMPLES: &str = "\
Examples:
  drucksache new portal mein-portal     start a portal
  drucksache serve                      look at it while writing: http://127.0.0.1:8000/
  drucksache new paper --body musterstadt \"Radweg an der Hauptstraße\"
  drucksache check                      find mistakes, write nothing
  drucksache build                      write the site to public/
  drucksache explain yaml-colon         what a finding means and how to mend it";

#[derive(Debug, Parser)]
#[command(name = "drucksache", version, about = ABOUT, after_help = EXAMPLES, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the site
    Build(build::Arguments),
    /// Show the site while you write, with live reload and findings in the page
    Serve(serve::Arguments),
    /// Find mistakes without writing anything
    Check(check::Arguments),
    /// Begin a portal or a paper
    New(new::Arguments),
    /// Bring in papers that exist somewhere else: OParl, plain text, tables
    Import(import::Arguments),
    /// Tell what a finding means and how to mend it
    Explain(explain::Arguments),
    /// Write JSON Schemas of the content files, for editors
    Schema(schema::Arguments),
    /// Show which paper numbers are seen in a text, and why
    References(references::Arguments),
    /// Show relations that the sentences of papers suggest, and write those that you accept
    Relations(relations::Arguments),
    /// Record what is published and when it changed: bring the register up to date
    Register(register::Arguments),
    /// Give a published paper another address; the old one leads to it
    Move(moving::Arguments),
    /// Take something from the portal; its address says that it is gone, and why
    Withdraw(withdraw::Arguments),
    /// Print a completion script for your shell
    Completions(completions::Arguments),
}

/// Where the portal is.
#[derive(Clone, Debug, Args)]
struct Portal {
    /// The portal's folder: the one that holds content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// The day for embargoes, deadlines, validity and next dates; the clock's when left out
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    today: Option<Date>,
}

/// How messages read.
#[derive(Clone, Debug, Args)]
struct Messages {
    /// Language of messages; the portal's when left out
    #[arg(long, value_enum, value_name = "LANGUAGE")]
    messages: Option<Language>,
}

/// Languages of messages.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Language {
    /// German
    De,
    /// English
    En,
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "a day is written like 2024-04-17".to_owned())
}

impl Portal {
    fn build(&self, base_url: Option<String>, faults: Faults) -> Build {
        let today = self.today.unwrap_or_else(today);
        Build {
            root: self.root.clone(),
            base_url,
            today,
            faults,
            precompress: false,
            fresh: false,
            clock: None,
        }
    }
}

impl Messages {
    fn words(&self, portal: &str) -> &'static Catalogue {
        Catalogue::of(match self.messages {
            Some(Language::De) => "de",
            Some(Language::En) => "en",
            None => portal,
        })
    }
}

/// Time since the program was started, or nearly so.
#[expect(clippy::disallowed_methods, reason = "the door to the clock")]
fn clock() -> std::time::Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}

/// The clock's day.
#[expect(clippy::disallowed_methods, reason = "the door to the clock")]
fn today() -> Date {
    let day = jiff::Timestamp::now()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date();
    Date::new(day.year(), day.month(), day.day()).unwrap_or_default()
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Well,
    Findings,
}

/// Runs the command that the process was called with.
#[must_use]
pub fn run() -> ExitCode {
    let ended = match Cli::parse().command {
        Command::Build(arguments) => build::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::New(arguments) => new::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::References(arguments) => references::run(&arguments),
        Command::Relations(arguments) => relations::run(&arguments),
        Command::Register(arguments) => register::run(&arguments),
        Command::Move(arguments) => moving::run(&arguments),
        Command::Withdraw(arguments) => withdraw::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
    };
    match ended {
        Ok(End::Well) => ExitCode::SUCCESS,
        Ok(End::Findings) => ExitCode::from(1),
        Err(failure) => {
            say(&mut io::stderr(), &format!("drucksache: {failure:#}\n"));
            ExitCode::from(2)
        }
    }
}

/// Writes to a stream; a reader that has gone is no failure of ours.
fn say(out: &mut dyn Write, text: &str) {
    let _ = out.write_all(text.as_bytes());
    let _ = out.flush();
}

/// Findings of one kind that a person is shown without asking for all: what they have in common is plain by then, and
/// a real archive can have tens of thousands.
const OF_A_KIND: usize = 50;

fn human(stream: &impl IsTerminal) -> Format {
    #[expect(
        clippy::disallowed_methods,
        reason = "the convention of https://no-color.org"
    )]
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    Format::Human {
        color: stream.is_terminal() && !plain,
        most: OF_A_KIND,
    }
}

/// Findings for people, with their count and where to read more.
fn report(findings: &[Located], format: Format, words: &Catalogue) -> String {
    let mut text = print(findings, format, words);
    if matches!(format, Format::Human { .. }) && !findings.is_empty() {
        text.push_str(&summary(findings, words));
        text.push_str(". ");
        text.push_str(words.frame("explain_hint"));
        text.push('\n');
    }
    text
}

fn worst(findings: &[Located]) -> Option<Severity> {
    findings
        .iter()
        .map(|finding| finding.diagnostic.code.severity())
        .min()
}

/// A failure with what to do about it.
#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn with_cure(failure: Failure) -> anyhow::Error {
    use crate::discover::DiscoverError;
    use crate::write::WriteError;
    let cure = match &failure {
        Failure::Discover(DiscoverError::NoContent(_) | DiscoverError::NoPortal(_)) => {
            "name the portal's folder with --root DIR, or begin one with `drucksache new portal DIR`"
        }
        Failure::Write(WriteError::Foreign(_)) => {
            "nothing was changed; choose another folder with --output-dir DIR, or empty this one"
        }
        Failure::Write(WriteError::Strangers { .. }) => {
            "nothing was changed; files that belong on the site go into content/static/"
        }
        Failure::Write(WriteError::Source(_)) => {
            "nothing was changed; choose a folder of its own with --output-dir DIR"
        }
        Failure::Write(WriteError::Busy(_)) => "wait for it to end, then try again",
        Failure::Write(WriteError::Io { .. }) | Failure::Io(_) => {
            "the site that was there is still there"
        }
        Failure::Theme(_) => "look at the files below theme/",
    };
    anyhow::anyhow!("{failure}\n  {cure}")
}
