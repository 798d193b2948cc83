//! 8 KB merged into 8 KB: a third of the keys new, a third replaced or merged, a few removed.

use clerk_metadata::core;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use serde_json::{Map, Value, json};

/// About 8 KB: 74 keys, from `first` on.
fn metadata(first: usize, seats: usize) -> Value {
    let members: Map<String, Value> = (first..first + 74)
        .map(|index| {
            let value = json!({
                "name": "x".repeat(50), "count": index + seats, "on": true, "tags": ["a", "b"],
            });
            (format!("key_{index}"), value)
        })
        .collect();
    Value::Object(members)
}

fn merge(criterion: &mut Criterion) {
    let target = metadata(0, 0);
    let mut patch = metadata(25, 1);
    if let Value::Object(members) = &mut patch {
        for index in 25..30 {
            members.insert(format!("key_{index}"), Value::Null);
        }
    }

    let mut expected = target.clone();
    json_patch::merge(&mut expected, &patch);
    let mut merged = target.clone();
    core::merge(&mut merged, &patch).expect("neither is too deep");
    assert_eq!(merged, expected);

    let mut group = criterion.benchmark_group("merge");
    group.bench_function("ours", |bencher| {
        bencher.iter_batched(
            || target.clone(),
            |mut target| {
                let outcome = core::merge(&mut target, &patch);
                (target, outcome)
            },
            BatchSize::SmallInput,
        );
    });
    group.bench_function("json-patch", |bencher| {
        bencher.iter_batched(
            || target.clone(),
            |mut target| {
                json_patch::merge(&mut target, &patch);
                target
            },
            BatchSize::SmallInput,
        );
    });
    group.finish();
}

criterion_group!(benches, merge);
criterion_main!(benches);
