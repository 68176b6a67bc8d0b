//! The preview server.
use crate::Build;
pub struct Options {
    pub build: Build,
    pub port: u16,
    pub messages: Option<&'static str>,
}
pub fn serve(_: &Options) -> anyhow::Result<()> {
    Ok(())
}
