//! A preview that knows the last state shows what a fresh one would.

use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};

use drucksache::diagnostic::{Catalogue, Format, print};
use drucksache::model::Date;
use drucksache::output::Problem;
use drucksache::parse::SourceFile;
use drucksache::plan::{plan, plan_near};
use drucksache::render::{Nowhere, Sink, render};
use drucksache::timings::Tally;
use drucksache::{Build, Faults, Loaded, Memory};

use crate::support::{Editor, Portal, TODAY, Tree, assert_same};

/// Takes everything into memory.
#[derive(Default)]
struct Taken(Mutex<Tree>);

impl Sink for Taken {
    fn whole(&self, path: &Arc<str>, bytes: &[u8]) -> Result<(), Problem> {
        self.0
            .lock()
            .unwrap()
            .insert(path.to_string(), bytes.into());
        Ok(())
    }

    fn stream(
        &self,
        path: &Arc<str>,
        write: &dyn Fn(&mut (dyn Write + Send)) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        let mut bytes = Vec::new();
        write(&mut bytes)?;
        self.whole(path, &bytes)
    }

    fn file(
        &self,
        _: &Arc<str>,
        _: &dyn Fn(&Path) -> Result<(), Problem>,
        _: &mut (dyn Write + Send),
    ) -> Result<(), Problem> {
        Ok(())
    }

    fn copy(&self, _: &Arc<str>, _: &SourceFile) -> Result<(), Problem> {
        Ok(())
    }

    fn wants_all(&self) -> bool {
        false
    }
}

/// All pages and data that a state makes, and its findings. What `memory` knows of planning must be what planning finds
/// and what is planned first must be a part of the whole; says whether anything was known.
fn shown(mut loaded: Loaded, memory: Option<&mut Memory>) -> (Tree, String, bool) {
    let (taken, near) = (Taken::default(), Taken::default());
    let mut knew = false;
    let ended = loaded.with_site(|site, findings, sources| {
        let (plan, planned) = plan(site);
        if let Some(memory) = memory {
            let known = memory.planned(sources);
            knew = known.is_some();
            if let Some(known) = known {
                assert_eq!(known, planned);
            }
            memory.plan(sources, planned.clone());
            render(
                &plan_near(site),
                &near,
                &Nowhere,
                &Tally::default(),
                &|_| {},
            )
            .unwrap();
        }
        findings.extend(planned);
        findings.extend(render(&plan, &taken, &Nowhere, &Tally::default(), &|_| {}).unwrap());
        Ok(())
    });
    ended.unwrap();
    let findings = loaded.result(None).findings;
    let findings = print(&findings, Format::Json, Catalogue::of("de"));
    let (taken, near) = (taken.0.into_inner().unwrap(), near.0.into_inner().unwrap());
    for (path, bytes) in near {
        assert_eq!(taken.get(&path), Some(&bytes), "{path}");
    }
    (taken, findings, knew)
}

fn build(portal: &Portal) -> Build {
    Build {
        root: portal.root(),
        base_url: Some("http://127.0.0.1:8000".into()),
        today: Date::parse(TODAY).unwrap(),
        faults: Faults::Withhold,
        precompress: false,
        fresh: false,
        clock: None,
    }
}

#[test]
fn what_a_preview_remembers_changes_nothing() {
    let portal = Portal::musterstadt();
    let build = build(&portal);
    let mut editor = Editor::new(&portal, 7);
    let (mut memory, mut planned_before) = (Memory::default(), 0);
    for step in 0..40 {
        let file = editor.edit();
        if editor.chance(2) == 0 {
            memory.prepare();
        }
        let loaded = build.load_keeping(&mut memory).unwrap();
        let known = shown(loaded, Some(&mut memory));
        let fresh = shown(build.load().unwrap(), None);
        planned_before += usize::from(known.2);
        assert_eq!(fresh.1, known.1, "step {step}: {file}");
        assert_same(&fresh.0, &known.0);
    }
    assert!((5..35).contains(&planned_before), "{planned_before}");
    // A theme's files are outputs, which may be in the way of others.
    let mut known = || {
        let loaded = build.load_keeping(&mut memory).unwrap();
        shown(loaded, Some(&mut memory)).2
    };
    assert!(known());
    portal.file("theme/static/neu.txt", "neu");
    assert!(!known());
}
