//! `drucksache completions`

use std::io;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, End, say};

const EXAMPLES: &str = "\
Examples:
  drucksache completions bash > ~/.local/share/bash-completion/completions/drucksache
  drucksache completions zsh > ~/.zfunc/_drucksache
  drucksache completions fish > ~/.config/fish/completions/drucksache.fish";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The shell
    shell: Shell,
}

#[expect(clippy::unnecessary_wraps, reason = "every command ends alike")]
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<End> {
    let mut script = Vec::new();
    clap_complete::generate(
        arguments.shell,
        &mut Cli::command(),
        "drucksache",
        &mut script,
    );
    say(&mut io::stdout(), &String::from_utf8_lossy(&script));
    Ok(End::Well)
}
