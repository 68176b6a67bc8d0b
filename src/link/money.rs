//! What a procedure costs and saves, as its papers state it.
//!
//! Sums are exact and hold each amount once: papers that were turned down, replaced or annulled do not
//! count, nor do amounts that a later paper states anew.

use std::collections::BTreeMap;

use super::archive::{PaperIx, PaperNode};
use super::status::Status;
use crate::model::{Amount, FinanceItem, FinanceKind, Period, RelationType, YesNo};

/// An amount that a paper of a procedure states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct StatedAmount {
    /// The paper.
    pub paper: PaperIx,
    /// Which of its amounts, from 0.
    pub item: usize,
    /// Whether it is part of the totals.
    pub counts: bool,
}

/// The sum of a procedure's amounts of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Total {
    /// What kind of money.
    pub kind: FinanceKind,
    /// How often.
    pub period: Period,
    /// ISO 4217 code.
    pub currency: String,
    /// The sum.
    pub amount: Amount,
    /// One of the amounts is an upper bound.
    pub up_to: bool,
    /// One of the amounts is approximate.
    pub approximate: bool,
}

/// What some papers cost, save, bring in and get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Money {
    /// Every amount, in the order of the papers.
    pub amounts: Vec<StatedAmount>,
    /// What those that count add up to.
    pub totals: Vec<Total>,
    /// Papers that name costs, savings … without an amount.
    pub open: Vec<PaperIx>,
    /// How many papers do not say whether there is money in it.
    pub silent: usize,
}

/// What `members` state, and what it adds up to.
pub(super) fn of(papers: &[PaperNode], members: &[PaperIx]) -> Money {
    let amounts = amounts(papers, members);
    let silent = |ix: &&PaperIx| is_silent(&papers[ix.number()]);
    Money {
        totals: totals(papers, &amounts),
        open: left_open(papers, &amounts),
        silent: members.iter().filter(silent).count(),
        amounts,
    }
}

/// Whether a paper says neither an amount nor that there is no money in it.
fn is_silent(paper: &PaperNode) -> bool {
    let finance = paper.paper.finance.as_ref();
    finance.is_none_or(|finance| finance.items.is_empty() && finance.effect == YesNo::Unknown)
}

/// Every amount of a procedure, in the order of its papers.
pub(super) fn amounts(papers: &[PaperNode], members: &[PaperIx]) -> Vec<StatedAmount> {
    let stated = members.iter().flat_map(|ix| {
        let paper = &papers[ix.number()];
        let stands = stands(paper);
        let items = items(paper).iter().enumerate();
        items.map(move |(item, stated)| StatedAmount {
            paper: *ix,
            item,
            counts: stands && !is_stated_anew(papers, paper, stated),
        })
    });
    stated.collect()
}

fn items(paper: &PaperNode) -> &[FinanceItem] {
    let finance = paper.paper.finance.as_ref();
    finance.map_or(&[], |finance| &finance.items)
}

/// Whether what a paper states is still meant.
fn stands(paper: &PaperNode) -> bool {
    let over = [
        Status::Superseded,
        Status::Repealed,
        Status::Withdrawn,
        Status::Rejected,
    ];
    !paper.status.is_some_and(|status| over.contains(&status))
}

/// Whether a later paper states an amount again or differently. Whoever changes a paper states its amounts
/// anew; whoever carries it on repeats only those that are the same.
fn is_stated_anew(papers: &[PaperNode], paper: &PaperNode, item: &FinanceItem) -> bool {
    paper.incoming.iter().any(|(from, at)| {
        let later = &papers[from.number()];
        let relation = later.relation(*at);
        let replaces = matches!(
            relation.relation_type,
            RelationType::Amends | RelationType::Supersedes | RelationType::Corrects
        );
        let same = |other: &&FinanceItem| {
            let place = |item: &FinanceItem| (item.kind, item.period, item.currency.clone());
            let known = item.amount.is_some() && other.amount == item.amount;
            place(other) == place(item) && (known || (replaces && other.amount.is_some()))
        };
        let typed = relation.confirmed && relation.relation_type.joins_procedure();
        let ends = matches!(
            relation.relation_type,
            RelationType::Terminates | RelationType::Repeals | RelationType::Withdraws
        );
        // Two that each claim to follow the other would leave nothing.
        let mutual = later.incoming.iter().any(|(back, at)| {
            let node = &papers[back.number()];
            let back = node.relation(*at);
            back.confirmed && std::ptr::eq(node, paper) && back.relation_type.joins_procedure()
        });
        typed && !ends && !mutual && stands(later) && items(later).iter().any(|item| same(&item))
    })
}

/// What the amounts that count add up to, by kind, period and currency.
pub(super) fn totals(papers: &[PaperNode], amounts: &[StatedAmount]) -> Vec<Total> {
    let mut sums: BTreeMap<(FinanceKind, Period, &str), Option<Total>> = BTreeMap::new();
    for item in counting(papers, amounts).map(|(_, item)| item) {
        let Some(amount) = item.amount else {
            continue;
        };
        let none = Total {
            kind: item.kind,
            period: item.period,
            currency: item.currency.clone(),
            amount: Amount::default(),
            up_to: false,
            approximate: false,
        };
        let key = (item.kind, item.period, item.currency.as_str());
        let sum = sums.entry(key).or_insert(Some(none));
        // A sum beyond all amounts is none.
        *sum = sum.take().and_then(|sum| {
            Some(Total {
                amount: sum.amount.checked_add(amount)?,
                up_to: sum.up_to || item.up_to,
                approximate: sum.approximate || item.approximate,
                ..sum
            })
        });
    }
    sums.into_values().flatten().collect()
}

/// Papers that name costs, savings … and leave the amount open, each once.
pub(super) fn left_open(papers: &[PaperNode], amounts: &[StatedAmount]) -> Vec<PaperIx> {
    let open = counting(papers, amounts).filter(|(_, item)| item.amount.is_none());
    let mut open: Vec<PaperIx> = open.map(|(paper, _)| paper).collect();
    open.dedup();
    open
}

fn counting<'a>(
    papers: &'a [PaperNode],
    amounts: &'a [StatedAmount],
) -> impl Iterator<Item = (PaperIx, &'a FinanceItem)> {
    let counting = amounts.iter().filter(|stated| stated.counts);
    counting.map(|stated| {
        let paper = &papers[stated.paper.number()];
        (stated.paper, &items(paper)[stated.item])
    })
}
