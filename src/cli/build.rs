//! `drucksache build`

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{End, Messages, Portal, human, report, say, with_cure, worst};
use crate::diagnostic::Severity;
use crate::timings::{Clock, Timings};
use crate::{Build, Faults};

const EXAMPLES: &str = "\
Examples:
  drucksache build
  drucksache build --root mein-portal --output-dir /srv/www/portal
  drucksache build --base-url https://mein-name.github.io/portal
  drucksache build --keep-going         publish the rest while some files have errors

What has changed is put into the output folder once all of it is ready; with --fresh the folder is
replaced as a whole in one step. If a file has an error, nothing is written and the last site stays.
A folder that drucksache did not write is never touched.
Outputs that can be switched off in portal.yaml (outputs: {without: [...]}): numbers, twins, dumps,
json, csv, parquet, sqlite, schemas, rdf, catalogue, oparl, feeds, calendars, previews, search,
sitemap, hosting.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    portal: Portal,
    /// Where the site is written; public/ below the portal's folder when left out
    #[arg(long, value_name = "DIR")]
    output_dir: Option<PathBuf>,
    /// Public address of the site, in place of baseUrl in portal.yaml
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    /// Leave out files with errors and publish the rest
    #[arg(long)]
    keep_going: bool,
    /// Put a compressed copy of each text file beside it, for hosts that look for one
    #[arg(long, value_name = "FORMAT")]
    precompress: Option<Precompress>,
    /// Make everything anew, even if nothing has changed since the last build
    #[arg(long)]
    fresh: bool,
    /// Print where the time went
    #[arg(long)]
    timings: bool,
    #[command(flatten)]
    messages: Messages,
}

/// How files are compressed.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Precompress {
    /// gzip: `index.html.gz` beside `index.html`
    Gz,
}

/// `https://host/path`, without a slash at the end.
pub(super) fn base_url(text: &str) -> Result<String, String> {
    if crate::parse::is_web_address(text) && !text.contains(['?', '#']) {
        Ok(text.trim_end_matches('/').to_owned())
    } else {
        Err("an address begins with https:// or http://".to_owned())
    }
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<End> {
    let faults = if arguments.keep_going {
        Faults::Withhold
    } else {
        Faults::Stop
    };
    let build = Build {
        precompress: matches!(arguments.precompress, Some(Precompress::Gz)),
        fresh: arguments.fresh,
        clock: arguments.timings.then_some(super::clock as Clock),
        ..arguments.portal.build(arguments.base_url.clone(), faults)
    };
    let output_dir = arguments.output_dir.clone();
    let output_dir = output_dir.unwrap_or_else(|| arguments.portal.root.join("public"));
    let bar = progress();
    let built = build.run(&output_dir, &|done, total| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    });
    bar.finish_and_clear();
    let mut built = built.map_err(with_cure)?;
    if arguments.timings {
        say(
            &mut io::stderr(),
            &table(&std::mem::take(&mut built.timings)),
        );
    }
    let words = arguments.messages.words(&built.language);
    let stderr = io::stderr();
    // Hints are for who asks (`check`): a real archive cites thousands of papers that no portal has.
    let findings = &built.findings;
    say(&mut io::stderr(), &report(findings, human(&stderr), words));
    let Some(files) = built.files else {
        say(&mut io::stderr(), &format!("{}\n", words.frame("kept")));
        return Ok(End::Findings);
    };
    if built.withheld > 0 {
        let number = if built.withheld == 1 { "one" } else { "other" };
        let withheld = words
            .frame(&format!("withheld_{number}"))
            .replace("{count}", &built.withheld.to_string());
        say(&mut io::stderr(), &format!("{withheld}\n"));
    }
    if stderr.is_terminal() {
        let dir = output_dir.display().to_string();
        let text = words
            .frame("built")
            .replace("{pages}", &files.to_string())
            .replace("{dir}", &dir);
        say(&mut io::stderr(), &format!("{text}\n"));
    }
    if stderr.is_terminal() && built.hints > 0 {
        let hints = words
            .frame("hints_hidden")
            .replace("{count}", &built.hints.to_string());
        say(&mut io::stderr(), &format!("{hints}\n"));
    }
    let errors = worst(findings) == Some(Severity::Error);
    Ok(if errors { End::Findings } else { End::Well })
}

/// Stages by the clock; outputs by what all threads together spent on them.
fn table(timings: &Timings) -> String {
    let milliseconds = |time: &Duration| format!("{:.1}", time.as_secs_f64() * 1e3);
    let mut text = String::from("stage           ms\n");
    for (name, time) in &timings.stages {
        text.push_str(&format!("{name:<10} {:>9}\n", milliseconds(time)));
    }
    let whole: Duration = timings.stages.iter().map(|(_, time)| *time).sum();
    text.push_str(&format!("{:<10} {:>9}\n", "total", milliseconds(&whole)));
    if !timings.outputs.is_empty() {
        text.push_str("\nrender, all threads: ms, files\n");
    }
    for (name, time, files) in &timings.outputs {
        text.push_str(&format!(
            "{name:<10} {:>9} {files:>8}\n",
            milliseconds(time)
        ));
    }
    text
}

/// A bar on a terminal, nothing in a pipe.
fn progress() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
    let style = ProgressStyle::with_template("{bar:40} {human_pos}/{human_len} {eta}");
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar
}
