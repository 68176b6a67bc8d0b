//! Files that are published as they are: the theme's, those of `content/static/`, and attachments.

use std::sync::Arc;

use super::{Plan, Site};
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
        plan.add(path, &source, move || {
            let mut css = String::from(":root {\n");
            for (name, color) in colors {
                css.push_str(&format!("  --{name}: {};\n", color.value));
            }
            Ok((css + "}\n").into_bytes())
        });
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
