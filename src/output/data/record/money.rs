//! Money, as papers state it and as procedures add it up.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Number;

use super::none;
use super::value::Address;
use super::word::{AnswerWord, MoneyWord, PeriodWord};
use crate::link::{PaperIx, StatedAmount, Total, money_of};
use crate::model::FinanceItem;
use crate::output::Site;
use crate::vocabulary::amount;

/// Money as a paper states it.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct FinanceRecord {
    /// Whether there is a financial effect; `unknown` where the paper does not say or contradicts itself.
    effect: AnswerWord,
    /// Each amount stated.
    #[serde(skip_serializing_if = "none")]
    items: Vec<FinanceItemRecord>,
    /// Explanation in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// An amount.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct FinanceItemRecord {
    /// What kind of money.
    kind: MoneyWord,
    /// The amount in the currency's unit; left out where the paper leaves it open.
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<Number>,
    /// ISO 4217 code.
    currency: String,
    /// How often.
    period: PeriodWord,
    /// Whether the amount is an upper bound ("bis zu"); left out if not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    up_to: bool,
    /// Whether the amount is approximate ("ca."); left out if not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    approximate: bool,
    /// Whether procedures and topics add it up: not if the paper was turned down, replaced or repealed, nor if a
    /// later paper states it anew. Only of papers.
    #[serde(skip_serializing_if = "Option::is_none")]
    counts: Option<bool>,
    /// Explanation in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// An amount that is no part of a procedure's totals.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct NotCountedRecord {
    /// The paper that states it.
    pub(super) paper: Address,
    /// Which of its `finance.items`, from 0.
    pub(super) item: usize,
}

pub(super) fn finance(site: &Site<'_>, ix: PaperIx) -> Option<FinanceRecord> {
    let finance = site.archive.paper(ix).paper.finance.as_ref()?;
    let stated = money_of(site.archive, &[ix]).amounts;
    let items = finance.items.iter().zip(&stated);
    Some(FinanceRecord {
        effect: AnswerWord(finance.effect.name()),
        items: items.map(|(item, stated)| record(item, stated)).collect(),
        note: finance.note.clone(),
    })
}

fn record(item: &FinanceItem, stated: &StatedAmount) -> FinanceItemRecord {
    FinanceItemRecord {
        kind: MoneyWord(item.kind.name()),
        amount: item.amount.map(amount),
        currency: item.currency.clone(),
        period: PeriodWord(item.period.name()),
        up_to: item.up_to,
        approximate: item.approximate,
        counts: Some(stated.counts),
        note: item.note.clone(),
    }
}

pub(super) fn total(total: &Total) -> FinanceItemRecord {
    FinanceItemRecord {
        kind: MoneyWord(total.kind.name()),
        amount: Some(amount(total.amount)),
        currency: total.currency.clone(),
        period: PeriodWord(total.period.name()),
        up_to: total.up_to,
        approximate: total.approximate,
        counts: None,
        note: None,
    }
}
