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
package dev.spurline.internal.anchor;

import dev.spurline.internal.plan.SandboxPlan;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;

/** The anchors that would be made for a plan. */
public final class PlannedAnchors {

    private static final long SECONDS = 60;

    private PlannedAnchors() {}

    /** Returns one Job a namespace. */
    public static List<Job> of(SandboxPlan plan) {
        return plan.anchorTemplates().entrySet().stream()
                .map(template -> AnchorJob.describe("e1", template.getKey(), template.getValue(), SECONDS))
                .toList();
    }
}
