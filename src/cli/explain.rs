//! `drucksache explain`

use std::io;

use clap::Args;

use super::{End, Language, say};
use crate::diagnostic::{Catalogue, Code, did_you_mean};

const EXAMPLES: &str = "\
Examples:
  drucksache explain yaml-colon
  drucksache explain                    list every code";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The code of a finding, as it stands in [brackets]
    code: Option<String>,
    /// Language of the explanation
    #[arg(long, value_enum, value_name = "LANGUAGE", default_value = "de")]
    messages: Language,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<End> {
    let words = Catalogue::of(match arguments.messages {
        Language::De => "de",
        Language::En => "en",
    });
    let text = match &arguments.code {
        None => Code::ALL.iter().map(|code| line(*code, words)).collect(),
        Some(name) => {
            let code = Code::parse(name).ok_or_else(|| unknown(name))?;
            let explain = words
                .entry(code)
                .map_or("", |entry| entry.explain.trim_end());
            format!(
                "{code} ({})\n\n{explain}\n",
                words.frame(code.severity().name())
            )
        }
    };
    say(&mut io::stdout(), &text);
    Ok(End::Well)
}

fn line(code: Code, words: &Catalogue) -> String {
    format!(
        "{:22} {}\n",
        code.name(),
        words.frame(code.severity().name())
    )
}

fn unknown(name: &str) -> anyhow::Error {
    match did_you_mean(name, Code::ALL.iter().map(|code| code.name())) {
        Some(near) => anyhow::anyhow!("no finding has the code `{name}`; did you mean `{near}`?"),
        None => anyhow::anyhow!("no finding has the code `{name}`; `drucksache explain` lists all"),
    }
}
