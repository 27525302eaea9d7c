/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.embedded.internal.controllers.workload;

import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.Collection;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Counts replicas of ReplicaSets. */
final class Replicas {

    private Replicas() {}

    static int wanted(ReplicaSet set) {
        return set.getSpec().getReplicas() == null ? 1 : set.getSpec().getReplicas();
    }

    static int actual(ReplicaSet set) {
        return set.getStatus() == null ? 0 : orZero(set.getStatus().getReplicas());
    }

    static int ready(ReplicaSet set) {
        return set.getStatus() == null ? 0 : orZero(set.getStatus().getReadyReplicas());
    }

    static int available(ReplicaSet set) {
        return set.getStatus() == null ? 0 : orZero(set.getStatus().getAvailableReplicas());
    }

    static int terminating(ReplicaSet set) {
        return set.getStatus() == null ? 0 : orZero(set.getStatus().getTerminatingReplicas());
    }

    static int sum(Collection<ReplicaSet> sets, ToIntFunction<ReplicaSet> count) {
        return sets.stream().mapToInt(count).sum();
    }

    static int orZero(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    /** The API leaves zeros out of most counts. */
    static @Nullable Integer orAbsent(int number) {
        return number == 0 ? null : number;
    }
}
