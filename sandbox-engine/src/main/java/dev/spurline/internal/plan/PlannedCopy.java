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

import dev.spurline.Workload;
import java.util.List;

/** The fork of a workload, whether it runs all the time or on request. */
public sealed interface PlannedCopy permits PlannedFork, PlannedJob {

    /** Returns the workload it copies. */
    Workload workload();

    /** Returns its namespace, the workload's. */
    String namespace();

    /** Returns the name of the object that runs it. */
    String name();

    /** Returns the container that image and env concern. */
    String container();

    /** Returns every difference to the baseline, a sentence each. */
    List<String> changes();
}
