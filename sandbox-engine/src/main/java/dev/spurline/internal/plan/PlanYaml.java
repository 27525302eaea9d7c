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
package dev.spurline.internal.plan;

import dev.spurline.internal.text.Json;
import java.util.stream.Collectors;

/** Prints the objects of a plan as a YAML stream, without what nobody shall read: plans end up in logs. */
final class PlanYaml {

    private final SandboxPlan plan;

    PlanYaml(SandboxPlan plan) {
        this.plan = plan;
    }

    String print() {
        SandboxSecrets secrets = plan.secrets();
        return plan.steps().stream()
                .map(step -> secrets.masked(step.object()))
                .map(Json::yaml)
                .collect(Collectors.joining());
    }
}
