//! Pages of meetings, and a council's list of them.

use super::view::{CountedLink, MeetingListView, MeetingPageView, MeetingView};
use super::{linked, render};
use crate::link::{BodyIx, MeetingIx};
use crate::output::{Plan, Problem, Site};
use crate::route::Route;

/// Meetings that a council's own page shows.
const SHOWN: usize = 4;

/// Adds the pages.
pub(super) fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    for ix in site.archive.meeting_ixs() {
        let source = &site.archive.meeting(ix).source.path;
        plan.page(site, Route::Meeting(ix), source, move || page(site, ix));
    }
    for body in site.archive.body_ixs() {
        let meetings = of_body(site, body).len();
        if meetings == 0 {
            continue;
        }
        let source = &site.archive.body(body).source.path;
        for number in 1..=site.pages(meetings) {
            plan.page(site, Route::Meetings(body, number), source, move || {
                list(site, body, number)
            });
        }
    }
}

/// A council's meetings: those to come, the next one first, then the newest.
fn of_body(site: &Site<'_>, body: BodyIx) -> Vec<MeetingIx> {
    let archive = site.archive;
    let all = archive.body(body).meetings.iter().copied();
    let (mut next, past): (Vec<_>, Vec<_>) = all.partition(|ix| archive.meeting(*ix).to_come);
    next.reverse();
    next.extend(past);
    next
}

/// A few meetings for a council's page, and all of them if there are more.
pub(super) fn brief(site: &Site<'_>, body: BodyIx) -> (Vec<MeetingView>, Option<CountedLink>) {
    let all = of_body(site, body);
    let shown = all.iter().take(SHOWN).map(|ix| site.meeting(*ix)).collect();
    let list = (!all.is_empty()).then(|| CountedLink {
        name: site.word("meeting.all"),
        url: site.map.url(&Route::Meetings(body, 1)),
        count: all.len(),
    });
    (shown, list)
}

fn page(site: &Site<'_>, ix: MeetingIx) -> Result<Vec<u8>, Problem> {
    let node = site.archive.meeting(ix);
    let meeting = site.meeting(ix);
    let body = site.body_link(node.body);
    let words = &site.theme.words;
    let facts = [
        ("name", meeting.name.as_str()),
        ("date", &meeting.date.text),
        ("body", &body.name),
    ];
    let title = words.fill("title.meeting", &facts);
    let description = words.fill("description.meeting", &facts);
    let mut head = site.head("meeting", &title, &description, &Route::Meeting(ix));
    head.breadcrumbs = vec![
        site.crumb("bodies", &Route::Bodies),
        body.clone(),
        site.crumb("meetings", &Route::Meetings(node.body, 1)),
    ];
    let organization = node.organizations.first();
    let calendar = organization.map_or(Route::Body(node.body, 1), |ix| Route::Organization(*ix, 1));
    head.calendar = site.calendar(&calendar);
    let described = linked::page(site, "WebPage", &head);
    site.describe(&mut head, described);
    let end = node
        .meeting
        .end
        .filter(|end| end.date == node.meeting.start.date);
    let view = MeetingPageView {
        to_come: node.to_come,
        end: end.and_then(|end| words.time(end)),
        source: node.meeting.source.as_ref().map(|s| s.value.clone()),
        meeting,
        body,
        head,
    };
    render(site, "meeting.html", &view, &node.source.path)
}

fn list(site: &Site<'_>, body: BodyIx, number: usize) -> Result<Vec<u8>, Problem> {
    let all = of_body(site, body);
    let size = site.page_size();
    let shown = all.iter().skip((number - 1) * size).take(size);
    let (next, past): (Vec<_>, Vec<_>) = shown.partition(|ix| site.archive.meeting(**ix).to_come);
    let views = |list: Vec<&MeetingIx>| list.into_iter().map(|ix| site.meeting(*ix)).collect();
    let council = site.body_link(body);
    let name = format!("{}, {}", site.word("title.meetings"), council.name);
    let intro = site
        .theme
        .words
        .fill("intro.meetings", &[("body", &council.name)]);
    let route = |page| Route::Meetings(body, page);
    let title = site.page_title(&name, number);
    let description = site.page_description(&intro, number);
    let mut head = site.head("list", &title, &description, &route(number));
    head.breadcrumbs = vec![site.crumb("bodies", &Route::Bodies), council];
    head.calendar = site.calendar(&Route::Body(body, 1));
    let described = linked::page(site, "CollectionPage", &head);
    site.describe(&mut head, described);
    let view = MeetingListView {
        name,
        intro,
        next: views(next),
        past: views(past),
        pagination: site.pagination(all.len(), number, &route),
        head,
    };
    let source = &site.archive.body(body).source.path;
    render(site, "meeting-list.html", &view, source)
}
