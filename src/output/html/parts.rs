//! What several kinds of page show: links, dates, labels, cards, timelines, lists.

use std::collections::HashSet;

use tera::Value;

use super::view::{
    AgendaView, CalendarView, Card, CheckView, CountedLink, DateView, EventView, FeedFormat,
    FeedView, FinanceItemView, Head, ImageView, Label, Link, ListedCard, MaybeLink, MeetingView,
    NextView, PageLink, Pagination, PaperList, TotalView,
};
use crate::link::{
    BodyIx, Event, EventKind, MeetingIx, NextDate, OrganizationIx, PaperIx, PaperNode, Status,
    Target, Total, has_acted,
};
use crate::model::{Date, FinanceItem, Period, YesNo};
use crate::output::{Problem, Site};
use crate::route::{Format, PREVIEW_SIZE, Route, Url};

/// Longest description of a page in characters: what search engines show.
const DESCRIPTION: usize = 160;

/// Longest title with the portal's name in characters: what search engines show.
const TITLE: usize = 65;

impl Site<'_> {
    pub(super) fn link(&self, name: &str, route: &Route) -> Link {
        Link {
            name: name.to_owned(),
            url: self.map.url(route),
        }
    }

    pub(super) fn word(&self, key: &str) -> String {
        self.theme.words.get(key).to_owned()
    }

    /// A label whose text is the word `group.key`.
    pub(super) fn label(&self, group: &str, key: &'static str) -> Label {
        Label {
            key,
            text: self.theme.words.get(&format!("{group}.{key}")).to_owned(),
        }
    }

    pub(super) fn date(&self, date: Option<Date>) -> Option<DateView> {
        let date = date?;
        Some(DateView {
            iso: date.to_string(),
            text: self.theme.words.date(date),
        })
    }

    pub(super) fn status(&self, status: Option<Status>) -> Option<Label> {
        status.map(|status| self.label("status", status.key()))
    }

    pub(super) fn yes_no(&self, answer: YesNo) -> Label {
        self.label("yes_no", answer.name())
    }

    pub(super) fn check(&self, name: &str, answer: YesNo, note: Option<&String>) -> CheckView {
        CheckView {
            name: name.to_owned(),
            answer: self.yes_no(answer),
            note: note.cloned(),
        }
    }

    pub(super) fn body_link(&self, ix: BodyIx) -> Link {
        self.link(self.archive.body(ix).body.label(), &Route::Body(ix, 1))
    }

    pub(super) fn organization_link(&self, ix: OrganizationIx) -> MaybeLink {
        let node = self.archive.organization(ix);
        MaybeLink {
            name: node.organization.name.clone(),
            url: Some(self.map.url(&Route::Organization(ix, 1))),
        }
    }

    pub(super) fn paper_link(&self, ix: PaperIx) -> Link {
        self.link(&self.archive.paper(ix).paper.name, &Route::Paper(ix))
    }

    /// What comes next. `current` is the paper whose page it stands on.
    pub(super) fn next(
        &self,
        next: Option<NextDate>,
        current: Option<PaperIx>,
    ) -> Option<NextView> {
        let next = next?;
        Some(NextView {
            date: self.date(Some(next.date))?,
            kind: self.label("next", next.kind.key()),
            organization: next.organization.map(|ix| self.organization_link(ix)),
            paper: (current != Some(next.paper)).then(|| self.paper_link(next.paper)),
        })
    }

    /// A paper as a list shows it, rendered.
    pub(super) fn paper_card(&self, ix: PaperIx) -> Result<Value, Problem> {
        self.card(ix, || self.rendered_card(ix))
    }

    fn rendered_card(&self, ix: PaperIx) -> Result<Vec<u8>, Problem> {
        let paper = self.archive.paper(ix);
        let card = Card {
            name: paper.paper.name.value.clone(),
            url: self.map.url(&Route::Paper(ix)),
            paper_type: paper_type(paper),
            reference: reference(paper),
            date: self.date(paper.paper.date),
            body: self.body_link(paper.body),
            status: self.status(paper.status),
            summary: summary(paper),
            topics: self.topic_names(paper),
        };
        let source = &paper.text.source.path;
        Ok(self.theme.render("card.html", "card", &card, source)?)
    }

    fn topic_names(&self, paper: &PaperNode) -> Vec<String> {
        let topics = paper.topics.iter().map(|ix| self.archive.topic(*ix));
        topics.map(|node| node.topic.name.clone()).collect()
    }

    pub(super) fn cards(&self, papers: &[PaperIx]) -> Result<Vec<Value>, Problem> {
        papers.iter().map(|ix| self.paper_card(*ix)).collect()
    }

    /// Page `number` of a list of papers. `route` gives the address of a page.
    pub(super) fn paper_list(
        &self,
        papers: &[PaperIx],
        number: usize,
        route: &dyn Fn(usize) -> Route,
    ) -> Result<PaperList, Problem> {
        let size = self.page_size();
        let start = (number - 1) * size;
        let shown = &papers[start.min(papers.len())..(start + size).min(papers.len())];
        let cards = self.cards(shown)?.into_iter();
        let cards = cards.map(|html| ListedCard { html, anchor: None });
        Ok(PaperList {
            cards: cards.collect(),
            pagination: self.pagination(papers.len(), number, route),
            total: papers.len(),
        })
    }

    /// Entries on one page of a list.
    pub(super) fn page_size(&self) -> usize {
        usize::from(self.archive.portal.page_size.max(1))
    }

    /// How many pages a list of `entries` has; at least one.
    pub(super) fn pages(&self, entries: usize) -> usize {
        entries.div_ceil(self.page_size()).max(1)
    }

    pub(super) fn pagination(
        &self,
        total: usize,
        number: usize,
        route: &dyn Fn(usize) -> Route,
    ) -> Option<Pagination> {
        let pages = self.pages(total);
        if pages == 1 {
            return None;
        }
        let url = |page: usize| self.map.url(&route(page));
        let near = |page: usize| page == 1 || page == pages || page.abs_diff(number) <= 2;
        let mut links: Vec<Option<PageLink>> = Vec::new();
        for page in 1..=pages {
            if near(page) {
                links.push(Some(PageLink {
                    number: page,
                    url: url(page),
                    current: page == number,
                }));
            } else if !matches!(links.last(), Some(None)) {
                links.push(None);
            }
        }
        Some(Pagination {
            number,
            pages,
            total,
            previous: (number > 1).then(|| url(number - 1)),
            next: (number < pages).then(|| url(number + 1)),
            links,
        })
    }

    pub(super) fn head(
        &self,
        kind: &'static str,
        title: &str,
        description: &str,
        route: &Route,
    ) -> Head {
        Head {
            title: crate::text::shorten(title, 200).into_owned(),
            description: crate::text::shorten(&crate::text::one_line(description), DESCRIPTION)
                .into_owned(),
            canonical: Some(self.map.absolute(route)),
            kind,
            breadcrumbs: Vec::new(),
            feeds: Vec::new(),
            calendar: None,
            data: None,
            document_title: self.document_title(title),
            image: self.image(title, route),
            published: None,
            linked_json: None,
        }
    }

    /// Content of `<title>`: with the portal's name if all of it can be seen in a list of results.
    pub(super) fn document_title(&self, title: &str) -> String {
        let portal = &self.archive.portal.name;
        let both = format!("{} – {portal}", crate::text::one_line(title));
        if both.chars().count() <= TITLE {
            return both;
        }
        crate::text::shorten(&crate::text::one_line(title), 200).into_owned()
    }

    fn image(&self, title: &str, of: &Route) -> Option<ImageView> {
        let route = self.preview(of)?;
        let own = route != Route::Preview(Box::new(Route::Home));
        let name = if own {
            title
        } else {
            &self.archive.portal.name
        };
        let name = crate::text::shorten(name, 200);
        let (width, height) = PREVIEW_SIZE;
        Some(ImageView {
            url: self.map.absolute(&route),
            alt: self.theme.words.fill("preview.alt", &[("name", &name)]),
            width,
            height,
        })
    }

    /// Title of page `number` of a list.
    pub(super) fn page_title(&self, title: &str, number: usize) -> String {
        if number < 2 {
            return title.to_owned();
        }
        let page = self
            .theme
            .words
            .fill("title.page", &[("number", &number.to_string())]);
        format!("{title} – {page}")
    }

    /// Description of page `number` of a list: no two pages have the same.
    pub(super) fn page_description(&self, description: &str, number: usize) -> String {
        if number < 2 {
            return description.to_owned();
        }
        let page = self
            .theme
            .words
            .fill("title.page", &[("number", &number.to_string())]);
        format!("{page}: {description}")
    }

    pub(super) fn crumb(&self, key: &str, route: &Route) -> Link {
        self.link(self.theme.words.get(&format!("title.{key}")), route)
    }

    /// The feed of a page, if feeds are built.
    pub(super) fn feed(&self, name: String, of: &Route) -> Option<FeedView> {
        let url = |format| self.map.url(&Route::Feed(Box::new(of.clone()), format));
        let formats = self.feed_formats().iter().map(|format| FeedFormat {
            name: format.name(),
            url: url(*format),
            media_type: format.media_type(),
        });
        self.has("feeds").then(|| FeedView {
            name,
            url: url(Format::Rss),
            formats: formats.collect(),
        })
    }

    /// The calendar of a page, if calendars are built and it has a date.
    pub(super) fn calendar(&self, of: &Route) -> Option<CalendarView> {
        let archive = self.archive;
        let has_dates = match of {
            Route::Home => !archive.appointments.is_empty(),
            Route::Body(ix, _) => archive.appointments.iter().any(|s| s.body == *ix),
            Route::Organization(ix, _) => !archive.organization(*ix).appointments.is_empty(),
            _ => false,
        };
        if !has_dates || !self.has("calendars") {
            return None;
        }
        let name = match of {
            Route::Body(ix, _) => archive.body(*ix).body.label(),
            Route::Organization(ix, _) => &archive.organization(*ix).organization.name,
            _ => &archive.portal.name,
        };
        let own = Route::Calendar(Box::new(of.clone()));
        Some(CalendarView {
            name: self.theme.words.fill("calendar.title", &[("name", name)]),
            url: self.map.url(&own),
            subscribe: self.map.webcal(&own),
        })
    }

    /// Whether there is a feed or a calendar.
    pub(super) fn can_be_followed(&self) -> bool {
        self.has("feeds") || self.calendar(&Route::Home).is_some()
    }

    /// The JSON twin of a page, if twins are built.
    pub(super) fn twin(&self, of: Route) -> Option<Url> {
        self.has("twins")
            .then(|| self.map.url(&Route::Twin(Box::new(of))))
    }

    /// A timeline as readers see it. `current` is the paper whose page it stands on.
    pub(super) fn timeline(&self, events: &[Event], current: Option<PaperIx>) -> Vec<EventView> {
        let decided = events.iter().filter(|event| is_decision(event.kind));
        let decided: HashSet<PaperIx> = decided.map(|event| event.paper).collect();
        let mut entered = HashSet::new();
        let mut views = Vec::with_capacity(events.len());
        for event in events {
            let first = entered.insert(event.paper);
            if is_told(event) {
                let tells = tells_relations(event, decided.contains(&event.paper));
                views.push(self.event(event, first, tells, current));
            }
        }
        views
    }

    /// `first`: of its paper. `tells`: what the paper did to others.
    fn event(
        &self,
        event: &Event,
        first: bool,
        tells: bool,
        current: Option<PaperIx>,
    ) -> EventView {
        let paper = self.archive.paper(event.paper);
        let step = event.consultation.map(|at| &paper.paper.consultation[at]);
        let enters = current.is_none() && first;
        let mut notes: Vec<String> = Vec::new();
        if let Some(result) = step.and_then(|step| step.result.clone()) {
            notes.push(result);
        } else if event.kind == EventKind::Consulted {
            notes.extend(step.and_then(|step| step.role.clone()));
        }
        if let Some(vote) = event.vote(paper) {
            let (yes, no, abstain) = (
                vote.yes.to_string(),
                vote.no.to_string(),
                vote.abstain.to_string(),
            );
            let facts = [("yes", yes.as_str()), ("no", &no), ("abstain", &abstain)];
            notes.push(self.theme.words.fill("event_note.votes", &facts));
        }
        if tells {
            notes.extend(self.relation_notes(paper));
        }
        EventView {
            date: self.date(event.not_before.filter(|_| !event.undated)),
            kind: self.label("event", event.kind.key()),
            paper: self.link(&paper.paper.name, &Route::Paper(event.paper)),
            reference: reference(paper),
            paper_type: paper_type(paper),
            organization: event.organization.map(|ix| self.organization_link(ix)),
            note: (!notes.is_empty()).then(|| notes.join(" · ")),
            summary: enters.then(|| summary(paper)).flatten(),
            current: current == Some(event.paper),
        }
    }

    fn relation_notes<'p>(&'p self, paper: &'p PaperNode) -> impl Iterator<Item = String> + 'p {
        paper.relations.iter().filter_map(|relation| {
            let Target::Paper(other) = relation.target else {
                return None;
            };
            let other = self.archive.paper(other);
            let words = &self.theme.words;
            let quoted = || {
                let name = crate::text::shorten(&other.paper.name, 60);
                words.fill("quoted", &[("text", &name)])
            };
            let name = reference(other).unwrap_or_else(quoted);
            let note = |group: &str| {
                let key = format!("{group}.{}", relation.relation_type.name());
                let told = relation.confirmed && words.find(&key).is_some();
                told.then(|| words.fill(&key, &[("paper", &name)]))
            };
            let proposed = !has_acted(self.archive, paper, relation);
            let proposed = proposed.then(|| note("event_note_proposed")).flatten();
            proposed.or_else(|| note("event_note"))
        })
    }

    pub(super) fn finance_item(&self, item: &FinanceItem) -> FinanceItemView {
        let amount = item.amount.map(|amount| {
            let text = self.theme.words.amount(amount, &item.currency);
            self.qualified(text, item.approximate, item.up_to, item.period)
        });
        FinanceItemView {
            kind: self.label("finance", item.kind.name()),
            amount,
            note: item.note.clone(),
        }
    }

    pub(super) fn total(&self, total: &Total) -> TotalView {
        let text = self.theme.words.amount(total.amount, &total.currency);
        TotalView {
            kind: self.label("finance", total.kind.name()),
            amount: self.qualified(text, total.approximate, total.up_to, total.period),
        }
    }

    /// "bis zu ca. 2.500 € im Jahr".
    fn qualified(
        &self,
        mut text: String,
        approximate: bool,
        up_to: bool,
        period: Period,
    ) -> String {
        let words = &self.theme.words;
        if approximate {
            text = words.fill("finance.approximate", &[("amount", &text)]);
        }
        if up_to {
            text = words.fill("finance.up_to", &[("amount", &text)]);
        }
        match period {
            Period::Once => text,
            Period::Monthly => words.fill("finance.monthly", &[("amount", &text)]),
            Period::Yearly => words.fill("finance.yearly", &[("amount", &text)]),
        }
    }

    pub(super) fn meeting(&self, ix: MeetingIx) -> MeetingView {
        let node = self.archive.meeting(ix);
        let start = node.meeting.start;
        let agenda = node
            .meeting
            .agenda_item
            .iter()
            .zip(&node.agenda)
            .map(|(item, paper)| AgendaView {
                number: item.number.clone(),
                name: item.name.clone(),
                url: paper.map(|ix| self.map.url(&Route::Paper(ix))),
                result: item.result.clone(),
            });
        MeetingView {
            name: node.meeting.name.value.clone(),
            url: self.map.url(&Route::Meeting(ix)),
            date: DateView {
                iso: start.date.to_string(),
                text: self.theme.words.date(start.date),
            },
            time: self.theme.words.time(start),
            location: node.meeting.location.clone(),
            cancelled: node.meeting.cancelled,
            organizations: node
                .organizations
                .iter()
                .map(|ix| self.organization_link(*ix))
                .collect(),
            agenda: agenda.collect(),
        }
    }

    /// Topics of some papers with how many papers have them, by name.
    pub(super) fn topics_of(&self, papers: &[PaperIx]) -> Vec<CountedLink> {
        let mut counts = vec![0_usize; self.archive.topics.len()];
        for ix in papers {
            for topic in &self.archive.paper(*ix).topics {
                counts[topic.number()] += 1;
            }
        }
        self.archive
            .topic_ixs()
            .filter(|ix| counts[ix.number()] > 0)
            .map(|ix| CountedLink {
                name: self.archive.topic(ix).topic.name.clone(),
                url: self.map.url(&Route::Topic(ix, 1)),
                count: counts[ix.number()],
            })
            .collect()
    }
}

/// The kind of a paper: its words, and a key for those kinds that have an icon.
pub(super) fn paper_type(paper: &PaperNode) -> Option<Label> {
    let text = paper.paper.paper_type.clone()?;
    Some(Label {
        key: paper.kind.key(),
        text,
    })
}

/// The council's number for a paper, for readers.
pub(super) fn reference(paper: &PaperNode) -> Option<String> {
    paper
        .number
        .as_ref()
        .map(|number| number.display.to_string())
}

/// What a paper did to others is told once: with its decision, or else when it was brought in.
fn tells_relations(event: &Event, decided: bool) -> bool {
    if decided {
        is_decision(event.kind)
    } else {
        event.kind == EventKind::Published
    }
}

const fn is_decision(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::Decided | EventKind::Rejected | EventKind::Noted
    )
}

/// Whether a timeline shows an event by itself: what a paper does to others stands with its decision.
pub(super) const fn is_told(event: &Event) -> bool {
    !matches!(event.kind, EventKind::Related(_))
}

/// What a paper is about, short enough for a list.
fn summary(paper: &PaperNode) -> Option<String> {
    let gist = paper.gist()?;
    Some(crate::text::shorten(gist, 280).into_owned())
}
