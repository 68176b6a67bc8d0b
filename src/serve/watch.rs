//! Waits for saves below `content/` and `theme/`. One of the doors: it asks the system about folders.

#![expect(clippy::disallowed_methods, reason = "watches the portal's folders")]

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::{discover, theme};

use super::ServeError;

/// Editors save in several steps; this long nothing must happen. Saves of a whole branch take longer.
const CALM: Duration = Duration::from_millis(10);
/// A folder that never comes to rest is looked at all the same.
const PATIENCE: Duration = Duration::from_millis(500);

/// Notices saves.
pub(super) struct Watch {
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    folders: [PathBuf; 2],
}

impl Watch {
    /// Begins to watch the portal at `root`.
    ///
    /// # Errors
    /// [`ServeError::Watch`] if the system does not let us.
    pub(super) fn begin(root: &Path) -> Result<Self, ServeError> {
        let failed = |source| ServeError::Watch {
            path: root.to_owned(),
            source,
        };
        // Some systems report changes by the real path.
        let root = root.canonicalize().map_err(|error| failed(error.into()))?;
        let (sender, events) = channel();
        let watcher = notify::recommended_watcher(sender).map_err(failed)?;
        let folders = [root.join(discover::CONTENT), root.join(theme::FOLDER)];
        let mut watch = Self {
            watcher,
            events,
            folders,
        };
        // The root too, but not what is in its other folders: `theme/` may come later.
        watch
            .watcher
            .watch(&root, RecursiveMode::NonRecursive)
            .map_err(failed)?;
        watch.watch_folders().map_err(failed)?;
        Ok(watch)
    }

    fn watch_folders(&mut self) -> notify::Result<()> {
        for folder in self.folders.iter().filter(|folder| folder.is_dir()) {
            self.watcher.watch(folder, RecursiveMode::Recursive)?;
        }
        Ok(())
    }

    /// Waits for a save and for calm after it. False when there will be no more.
    pub(super) fn wait(&mut self) -> bool {
        loop {
            let Ok(event) = self.events.recv() else {
                return false;
            };
            let mut changed = self.take(event);
            let since = Instant::now();
            while since.elapsed() < PATIENCE {
                let Ok(event) = self.events.recv_timeout(CALM) else {
                    break;
                };
                changed |= self.take(event);
            }
            if changed {
                return true;
            }
        }
    }

    /// Whether an event is a change of the portal.
    fn take(&mut self, event: notify::Result<Event>) -> bool {
        // Without news of what changed, anything may have.
        let Ok(event) = event else { return true };
        if event.need_rescan() {
            return true;
        }
        // Reading is an event too; whoever takes it for a change never rests.
        if matches!(event.kind, EventKind::Access(_)) {
            return false;
        }
        if event.paths.iter().any(|path| self.folders.contains(path)) {
            // A folder came, went or was exchanged. If it cannot be watched, the next load says why.
            let _ = self.watch_folders();
        }
        let ours = |path: &PathBuf| self.folders.iter().any(|folder| path.starts_with(folder));
        event
            .paths
            .iter()
            .any(|path| ours(path) && !is_litter(path))
    }
}

/// Files that editors keep beside the one that is written.
fn is_litter(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let swap = [".swp", ".swo", ".swx", ".tmp"];
    name.ends_with('~')
        || name.starts_with(".#")
        || (name.starts_with('#') && name.ends_with('#'))
        || (name.starts_with('.') && swap.iter().any(|end| name.ends_with(end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editors_litter_is_no_change() {
        for name in [".a.md.swp", "a.md~", ".#a.md", "#a.md#"] {
            assert!(is_litter(Path::new(name)), "{name}");
        }
        for name in ["a.md", ".well-known", "index.md"] {
            assert!(!is_litter(Path::new(name)), "{name}");
        }
    }
}
