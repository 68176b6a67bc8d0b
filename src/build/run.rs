//! A build into an output folder, knowing what the last one left there.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use super::kept;
use super::parsed::{Found, Papers};
use super::said::Sayings;
use super::shown::{Book, Noted};
use super::{Before, Build, Built, Failure, Faults, Loaded, has_errors, has_fatal};
use crate::diagnostic::Diagnostic;
use crate::discover::{self, CONTENT, Listing, Sources};
use crate::output::{Plan, Site};
use crate::plan::{plan, plan_new};
use crate::render::{Ledger, Nowhere, is_download, render};
use crate::route::media::is_text;
use crate::timings::{Tally, Timings};
use crate::write::{Old, Published, Stage, State, WriteError, heal};

/// A site that stands.
enum Made {
    /// With so many files, since the last build.
    Before(usize),
    /// With these files.
    Now(Published),
    /// With these files among those of the last build.
    Among(Published),
}

impl Made {
    /// How many files the site has.
    fn files(&self, last: Option<&State>) -> usize {
        match self {
            Self::Before(files) => *files,
            Self::Now(published) => published.files.len(),
            Self::Among(_) => last.map_or(0, |last| last.files),
        }
    }
}

/// What there was before the content was read.
struct Look {
    /// What all of it looks like. What is changed while it is read looks otherwise the next time.
    stamp: Option<u128>,
    /// The content's files, if that is possible without reading them.
    listing: Option<Listing>,
    /// Fingerprint of all that there is beside the content.
    surroundings: Option<u128>,
    /// What the last build noted of each file.
    noted: Option<Noted>,
}

/// A build's content, understood.
struct Begun {
    loaded: Loaded,
    /// None if nobody can tell what has changed since the last build.
    book: Option<Book>,
    /// What was found out of the papers.
    found: Option<Found>,
    /// Whether all but words of papers is what it was in the last build.
    reworded: bool,
    /// Whether there was something odd about names and places of files.
    odd: bool,
}

/// What making a site hangs on.
struct Making<'m> {
    build: &'m Build,
    target: &'m Path,
    progress: &'m (dyn Fn(usize, usize) + Sync),
    /// What the last build left, if it is known.
    last: Option<&'m State>,
    book: Option<&'m Book>,
    /// Whether all but words of papers is what it was in the last build.
    reworded: bool,
    timings: &'m mut Timings,
}

impl Build {
    /// Builds the portal into `output_dir`. `progress` is told how many of how many files are done.
    ///
    /// # Errors
    /// See [`Failure`]; the output folder is then as it was.
    pub fn run(
        &self,
        output_dir: &Path,
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Built, Failure> {
        // On a thread that renders later: it then uses again what linking gave back.
        rayon::scope(|_| self.run_here(output_dir, progress))
    }

    fn run_here(
        &self,
        target: &Path,
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Built, Failure> {
        heal(target)?;
        let mut timings = Timings::begin(self.clock);
        let (last, look) = self.look(target);
        let stamp = look.stamp;
        let unchanged = last.as_ref().filter(|last| Some(last.stamp) == stamp);
        if let Some(last) = unchanged
            && last.silent
        {
            return Ok(Built {
                files: Some(last.files),
                withheld: 0,
                findings: Vec::new(),
                hints: last.hints,
                language: last.language.clone(),
                timings: Timings::default(),
            });
        }
        timings.stage("look");
        let Begun {
            mut loaded,
            book,
            found,
            reworded,
            odd,
        } = self.begin(target, look, &mut timings)?;
        let mut making = Making {
            build: self,
            target,
            progress,
            last: last.as_ref(),
            book: book.as_ref(),
            reworded,
            timings: &mut timings,
        };
        let made = loaded.with_site(|site, findings, sources| match unchanged {
            // Only what is to be said of the content was wanted.
            Some(last) if reworded => Ok(Some(Made::Before(last.files))),
            Some(last) => {
                let plan = self.plan(site, findings);
                Ok(plan.map(|_| Made::Before(last.files)))
            }
            None => making.make(site, findings, sources),
        })?;
        let made = made.flatten();
        let hints = loaded.set_hints_aside();
        let before = last.as_ref().filter(|_| reworded);
        let hints = before.map_or(hints, |last| last.hints);
        let files = made.as_ref().map(|made| made.files(last.as_ref()));
        let findings = loaded.findings.clone();
        let language = loaded.language();
        let archive = loaded.archive.take();
        let built = Built {
            language,
            ..loaded.result(files)
        };
        let (among, published) = match made {
            Some(Made::Now(published)) => (false, Some(published)),
            Some(Made::Among(published)) => (true, Some(published)),
            Some(Made::Before(_)) | None => (false, None),
        };
        if let Some(published) = published {
            if reworded {
                // Giving it back takes a while, and nobody need wait for it.
                rayon::spawn(|| drop(archive));
            } else {
                let base = book.as_ref().map(Book::base);
                let base = base.filter(|_| stamp.is_some() && !odd);
                let kept = archive.zip(base);
                kept::leave(target, kept, &findings);
            }
            if let Some(stamp) = stamp {
                let files = &published.files;
                let book = book.map(|book| {
                    if among {
                        book.close_among(files)
                    } else {
                        book.close(files)
                    }
                });
                let state = State {
                    stamp,
                    files: built.files.unwrap_or_default(),
                    language: built.language.clone(),
                    silent: built.findings.is_empty(),
                    hints,
                    on_disk: published.on_disk || last.is_some_and(|last| last.on_disk),
                    book: book.unwrap_or_default(),
                };
                state.note(target, published.site);
            }
            if let Some(found) = found {
                found.leave();
            }
        }
        timings.stage("finish");
        Ok(Built {
            hints,
            timings,
            ..built
        })
    }

    /// Looks at the content from outside, and at what the last build left.
    fn look(&self, target: &Path) -> (Option<State>, Look) {
        let listing = || Listing::of(&self.root.join(CONTENT));
        let last = || {
            let mut last = State::of(target).filter(|_| !self.fresh);
            let noted = last.as_mut().map(|last| std::mem::take(&mut last.book));
            (last, noted.and_then(Noted::read))
        };
        let (listing, (last, noted)) = rayon::join(listing, last);
        let surroundings = self.surroundings();
        let stamp = listing.as_ref().zip(surroundings);
        let look = Look {
            stamp: stamp.map(|(listing, around)| listing.stamp.wrapping_add(around)),
            listing,
            surroundings,
            noted,
        };
        (last, look)
    }

    /// Understands the content: by what was kept of the last build where nothing but words has changed, else as a whole.
    fn begin(&self, target: &Path, look: Look, timings: &mut Timings) -> Result<Begun, Failure> {
        let Look {
            listing,
            surroundings,
            mut noted,
            ..
        } = look;
        let (sources, walked) = Sources::discover(&self.root, listing)?;
        timings.stage("discover");
        let odd = !walked.is_empty();
        let like = |noted: &&Noted| !odd && surroundings == Some(noted.base.surroundings);
        let kept = noted.as_ref().filter(like);
        let kept = kept.and_then(|noted| kept::find(&sources, noted, target));
        if let Some(kept) = kept
            && let Some(noted) = noted.take()
        {
            timings.stage("words");
            return Ok(Begun {
                loaded: Loaded {
                    sources,
                    archive: Some(Arc::new(kept.archive)),
                    findings: kept.findings,
                    withheld: 0,
                    sayings: Sayings::default(),
                },
                book: Some(Book::reopen(noted, &kept.reworded)),
                found: None,
                reworded: true,
                odd,
            });
        }
        let program = discover::program();
        let mut papers = program.map(|program| Papers::beside(target, program, noted, self.fresh));
        let before = papers.as_mut().map_or(Before::Nothing, Before::Papers);
        let mut loaded = self.understand(sources, walked, before, timings);
        let sayings = std::mem::take(&mut loaded.sayings);
        let files = loaded.sources.files();
        let (found, noted) = papers.map(|papers| papers.done(files.len())).unzip();
        let open = |around| Book::open(sayings, files, around, noted.flatten());
        let book = surroundings.and_then(open);
        Ok(Begun {
            loaded,
            book,
            found,
            reworded: false,
            odd,
        })
    }

    /// Plans a site; `None` if it must not be made as the content is.
    fn plan<'a>(&self, site: &'a Site<'a>, findings: &mut Vec<Diagnostic>) -> Option<Plan<'a>> {
        let (plan, planned) = plan(site);
        findings.extend(planned);
        let faulty = has_fatal(findings) || (self.faults == Faults::Stop && has_errors(findings));
        (!faulty).then_some(plan)
    }
}

impl Making<'_> {
    /// Makes the site; `None` if there are faults.
    fn make(
        &mut self,
        site: &Site<'_>,
        findings: &mut Vec<Diagnostic>,
        sources: &Sources,
    ) -> Result<Option<Made>, Failure> {
        // With compressed copies, what is made hangs on sizes, too.
        let reworded = self.reworded && !self.build.precompress;
        let book = self.book.filter(|book| reworded && book.knows_last());
        let stays = |path: &str| !is_download(path) && book.is_some_and(|book| book.stays(path));
        if let Some(book) = book
            && let Some(plan) = plan_new(site, &stays)
        {
            self.timings.stage("plan");
            let stage = self.stage(sources, &|_| false)?;
            if self.stands() {
                let faults = self.render(&plan, &stage, book)?;
                return self
                    .handed_over(faults, findings, || stage.publish_among().map(Made::Among));
            }
        }
        let plan = self.build.plan(site, findings);
        self.timings.stage("plan");
        let Some(plan) = plan else {
            return Ok(None);
        };
        let taken = plan.artifacts.iter().map(|artifact| &artifact.path);
        let taken = taken.filter(|path| path.ends_with(".gz")).cloned();
        let taken: HashSet<Arc<str>> = taken.collect();
        let ours = |path: &str| is_text(path) && !taken.contains(&*format!("{path}.gz"));
        let stage = self.stage(sources, &ours)?;
        let stands = self.last.is_none() || self.stands();
        let ledger: &dyn Ledger = match self.book {
            Some(book) if stands => book,
            _ => &Nowhere,
        };
        let faults = self.render(&plan, &stage, ledger)?;
        // Handing over reads what the old site had: there is room for that now.
        drop(plan);
        self.handed_over(faults, findings, || stage.publish().map(Made::Now))
    }

    /// Whether the site is what the last build left. Another may have come in between; under the lock, it cannot any more.
    fn stands(&self) -> bool {
        self.last.is_some_and(|last| last.stands(self.target))
    }

    /// A stage for the new files, of which `ours` get compressed copies if those are wanted.
    fn stage<'s>(
        &self,
        sources: &'s Sources,
        ours: &'s (dyn Fn(&str) -> bool + Sync),
    ) -> Result<Stage<'s>, Failure> {
        let old = match self.last {
            Some(_) => Old::RenewedAsLeft,
            None if self.build.fresh => Old::Replaced,
            None => Old::Renewed,
        };
        let stage = Stage::begin(self.target, sources, old)?;
        Ok(if self.build.precompress {
            stage.compressing(ours)
        } else {
            stage
        })
    }

    /// Renders what is planned, and says what faults templates have.
    fn render(
        &mut self,
        plan: &Plan<'_>,
        stage: &Stage<'_>,
        ledger: &dyn Ledger,
    ) -> Result<Vec<Diagnostic>, Failure> {
        let tally = Tally::new(self.build.clock);
        let total = plan.artifacts.len();
        stage.expect(total);
        if let Some(book) = self.book {
            book.expect(total);
        }
        let progress = |done| (self.progress)(done, total);
        let faults = render(plan, stage, ledger, &tally, &progress).map_err(Failure::Io)?;
        self.timings.outputs(&tally);
        self.timings.stage("render");
        Ok(faults)
    }

    /// Hands the site over if there are no faults.
    fn handed_over(
        &mut self,
        faults: Vec<Diagnostic>,
        findings: &mut Vec<Diagnostic>,
        publish: impl FnOnce() -> Result<Made, WriteError>,
    ) -> Result<Option<Made>, Failure> {
        if !faults.is_empty() {
            findings.extend(faults);
            return Ok(None);
        }
        let made = publish()?;
        self.timings.stage("write");
        Ok(Some(made))
    }
}
