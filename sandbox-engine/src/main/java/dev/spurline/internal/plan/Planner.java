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

import dev.spurline.PreflightException;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxSpec;
import dev.spurline.internal.survey.Survey;

/** Decides what a sandbox is made of. A pure function: equal arguments give equal plans. */
public final class Planner {

    private Planner() {}

    /**
     * Plans a sandbox.
     *
     * @param spec what is asked for
     * @param key the routing key, from which all names derive
     * @param survey what is there
     * @param options the engine's id and the settings
     * @return the plan
     * @throws PreflightException if the sandbox is refused
     */
    public static SandboxPlan plan(SandboxSpec spec, RoutingKey key, Survey survey, PlanOptions options) {
        SandboxPlan.Builder plan = new SandboxPlan.Builder(key, survey.namespace(), Labels.of(key, options.engine()));
        if (spec.forks().isEmpty()) {
            throw new PreflightException("A sandbox needs at least one fork");
        }
        return plan.build();
    }
}
