//! The parameters `limit`, `offset` and `order_by`, which all lists share.

use crate::errors::{self, ErrorItem};

const DEFAULT_LIMIT: usize = 10;
const MAX_LIMIT: usize = 500;

/// The part of a list that is requested, and the key `K` that the list is sorted by.
pub(crate) struct Paging<K> {
    pub(crate) limit: usize,
    pub(crate) offset: usize,
    /// The key, and whether the order is descending.
    pub(crate) order: Option<(K, bool)>,
    /// The key with a name, if lists can be sorted by it.
    key: fn(&str) -> Option<K>,
}

impl<K> Paging<K> {
    /// The first page.
    pub(crate) fn new(key: fn(&str) -> Option<K>) -> Paging<K> {
        Paging {
            limit: DEFAULT_LIMIT,
            offset: 0,
            order: None,
            key,
        }
    }

    /// Adds a parameter. Returns `None` if it is not one of paging.
    pub(crate) fn add(&mut self, name: &str, value: &str) -> Option<Result<(), ErrorItem>> {
        let is_valid = match name {
            "limit" => {
                let limit = value.parse().ok();
                let limit = limit.filter(|limit| (1..=MAX_LIMIT).contains(limit));
                self.limit = limit.unwrap_or(self.limit);
                limit.is_some()
            }
            "offset" => {
                let offset = value.parse().ok();
                self.offset = offset.unwrap_or(self.offset);
                offset.is_some()
            }
            "order_by" => {
                // The first value wins, as documented.
                self.order = self.order.take().or_else(|| self.parse_order(value));
                self.order.is_some()
            }
            _ => return None,
        };
        if is_valid {
            return Some(Ok(()));
        }
        let reason = match name {
            "limit" => String::from("limit must be an integer between 1 and 500."),
            "offset" => String::from("offset must be an integer greater than or equal to 0."),
            _ => {
                format!("{value} does not match one of the allowed values for parameter order_by")
            }
        };
        Some(Err(errors::invalid_value(name, &reason)))
    }

    /// Parses `-created_at`, `+created_at` or `created_at`. An unencoded plus is decoded as a space.
    fn parse_order(&self, value: &str) -> Option<(K, bool)> {
        let key = (self.key)(value.strip_prefix(['+', '-', ' ']).unwrap_or(value))?;
        Some((key, value.starts_with('-')))
    }

    /// The items of the page, from all items in their order.
    pub(crate) fn page<T>(&self, items: Vec<T>) -> impl Iterator<Item = T> {
        items.into_iter().skip(self.offset).take(self.limit)
    }
}
