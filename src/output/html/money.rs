//! Money of several papers: sums, what stays open, each amount with its paper.

use super::view::{MoneyView, ProcedureAmount};
use crate::link::{PaperIx, StatedAmount, money_of};
use crate::output::Site;

/// What some papers state; `None` if none states anything.
pub(super) fn of(site: &Site<'_>, papers: &[PaperIx]) -> Option<MoneyView> {
    let money = money_of(site.archive, papers);
    if money.amounts.is_empty() {
        return None;
    }
    let words = &site.theme.words;
    let silent = (money.silent > 0).then(|| {
        let (silent, all) = (
            money.silent.to_string(),
            words.count("papers", papers.len()),
        );
        words.fill("money.silent", &[("count", &silent), ("papers", &all)])
    });
    let open = money.open.iter();
    Some(MoneyView {
        totals: money.totals.iter().map(|total| site.total(total)).collect(),
        open_amounts: open.map(|ix| site.paper_link(*ix)).collect(),
        amounts: amounts(site, &money.amounts),
        silent,
    })
}

/// Each amount with its paper.
pub(super) fn amounts(site: &Site<'_>, stated: &[StatedAmount]) -> Vec<ProcedureAmount> {
    let views = stated.iter().filter_map(|stated| {
        let finance = site.archive.paper(stated.paper).paper.finance.as_ref()?;
        Some(ProcedureAmount {
            paper: site.paper_link(stated.paper),
            item: site.finance_item(finance.items.get(stated.item)?),
            counted: stated.counts,
        })
    });
    views.collect()
}
