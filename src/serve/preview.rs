//! What is shown right now, and when that changes: the last good state stays until a better one is there.

use std::sync::{Arc, Mutex};

use tokio::sync::watch;

use crate::diagnostic::{Catalogue, Severity};
use crate::{Build, Failure, Memory};

use super::panel::{Panel, panel};
use super::portal::{Accept, Opened, Portal, open};
use super::{News, Options};

/// What is shown right now.
pub(super) struct Current {
    /// Differs from that of every other state, also of earlier and later runs.
    pub(super) version: String,
    /// Answers requests; `None` if nothing can be shown yet.
    pub(super) portal: Option<Portal>,
    /// The findings, as HTML.
    pub(super) panel: String,
    /// Language of what the preview itself says: `de` or `en`.
    pub(super) language: &'static str,
}

impl Current {
    /// The preview's own words.
    pub(super) fn words(&self) -> &'static Catalogue {
        Catalogue::of(self.language)
    }
}

/// Replaces [`Current`] whenever the portal was loaded anew.
pub(super) struct Preview {
    build: Build,
    messages: Option<&'static str>,
    tell: fn(&News<'_>),
    current: watch::Sender<Arc<Current>>,
    /// What the last load knew.
    memory: Arc<Mutex<Memory>>,
    loads: usize,
    /// Whether a state without errors was shown: then only such a one may follow it.
    good: bool,
    /// Whether the last load had findings.
    noted: bool,
}

impl Preview {
    /// Loads the portal for the first time.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(super) fn open(
        build: Build,
        options: &Options,
    ) -> Result<(Self, watch::Receiver<Arc<Current>>), Failure> {
        let (current, receiver) = watch::channel(Arc::new(Current {
            version: String::new(),
            portal: None,
            panel: String::new(),
            language: "de",
        }));
        let mut preview = Self {
            build,
            messages: options.messages,
            tell: options.tell,
            current,
            memory: Arc::default(),
            loads: 0,
            good: false,
            noted: false,
        };
        match open(
            preview.build.clone(),
            Accept::Anything,
            Arc::clone(&preview.memory),
        ) {
            Some(Ok(opened)) => preview.show(opened),
            Some(Err(failure)) => return Err(failure),
            None => {}
        }
        Ok((preview, receiver))
    }

    /// Loads the portal again.
    pub(super) fn renew(&mut self) {
        let accept = if self.good {
            Accept::Faultless
        } else {
            Accept::Anything
        };
        match open(self.build.clone(), accept, Arc::clone(&self.memory)) {
            Some(Ok(opened)) => self.show(opened),
            Some(Err(failure)) => self.fail(&failure),
            None => {}
        }
    }

    fn show(&mut self, opened: Opened) {
        let language = self.language(&opened.language);
        let words = Catalogue::of(language);
        let severity = |f: &crate::diagnostic::Located| f.diagnostic.code.severity();
        let faulty = opened
            .findings
            .iter()
            .any(|f| severity(f) == Severity::Error);
        let shown = opened.portal.is_some();
        self.good |= shown && !faulty;
        if self.noted || !opened.findings.is_empty() {
            (self.tell)(&News::Findings(&opened.findings, words));
        }
        self.noted = !opened.findings.is_empty();
        let portal = opened.portal.or_else(|| self.shown());
        let remark = self.remark(faulty || !shown, portal.is_some());
        let panel = panel(&Panel {
            language,
            remark,
            findings: &opened.findings,
            failure: None,
        });
        self.replace(portal, panel, language);
    }

    fn fail(&mut self, failure: &Failure) {
        (self.tell)(&News::Failed(failure));
        self.noted = true;
        let language = self.current.borrow().language;
        let portal = self.shown();
        let remark = self.remark(true, portal.is_some());
        let failure = Some(failure.to_string());
        let panel = panel(&Panel {
            language,
            remark,
            findings: &[],
            failure,
        });
        self.replace(portal, panel, language);
    }

    fn shown(&self) -> Option<Portal> {
        self.current.borrow().portal.clone()
    }

    /// Readers are told that there is something new; the state before ends with its last request.
    fn replace(&mut self, portal: Option<Portal>, panel: String, language: &'static str) {
        self.loads += 1;
        let version = format!("{}.{}", std::process::id(), self.loads);
        self.current.send_replace(Arc::new(Current {
            version,
            portal,
            panel,
            language,
        }));
    }

    fn language(&self, portal: &str) -> &'static str {
        self.messages
            .unwrap_or(if portal == "en" { "en" } else { "de" })
    }

    /// What the pages on display have to do with the findings: a key of the catalogue's frame.
    fn remark(&self, faulty: bool, shown: bool) -> Option<&'static str> {
        match (faulty, shown) {
            (false, _) => None,
            (true, false) => Some("preview_nothing"),
            (true, true) if self.good => Some("preview_kept"),
            (true, true) => Some("preview_withheld"),
        }
    }
}
