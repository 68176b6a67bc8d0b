//! Files that are published as they are: the theme's, those of `content/static/`, and attachments.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Plan, Site};
use crate::model::Spanned;
use crate::route::Route;

/// Adds the files.
pub fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    let source: Arc<str> = "theme".into();
    for file in &site.theme.statics {
        let path = site.map.file(&Route::Theme(file.published.clone()));
        plan.add(path, &source, move || Ok(file.bytes.clone()));
    }
    let colors = &site.archive.portal.theme.colors;
    if !colors.is_empty() {
        let path = site.map.file(&Route::Colors);
        plan.add(path, &source, move || Ok(style_sheet(colors).into_bytes()));
    }
    for file in &site.archive.statics {
        plan.copy(
            site.map.file(&Route::Static(file.path.clone())),
            &file.source,
        );
    }
    for ix in site.archive.paper_ixs() {
        for (at, file) in site.archive.paper(ix).attachments.iter().enumerate() {
            if let Some(file) = file {
                plan.copy(site.map.file(&Route::Attachment(ix, at)), file);
            }
        }
    }
}

/// The portal's own colours. `<name>-dark` is the twin of `<name>` on a dark ground.
fn style_sheet(colors: &BTreeMap<String, Spanned<String>>) -> String {
    let mut css = String::from(":root {\n");
    for (name, color) in colors {
        css.push_str(&format!("  --{name}: {};\n", color.value));
    }
    css.push_str("}\n");
    let twins = colors.iter().filter_map(|(name, color)| {
        // The theme itself swaps the two accents.
        let name = name
            .strip_suffix("-dark")
            .filter(|name| *name != "accent")?;
        Some(format!(" --{name}: {};", color.value))
    });
    let twins: String = twins.collect();
    if !twins.is_empty() {
        let dark = ":root:where(:not([data-look=\"light\"]))";
        css.push_str(&format!(
            "@media (prefers-color-scheme: dark) {{ {dark} {{{twins} }} }}\n"
        ));
        css.push_str(&format!(":root:where([data-look=\"dark\"]) {{{twins} }}\n"));
    }
    css
}
