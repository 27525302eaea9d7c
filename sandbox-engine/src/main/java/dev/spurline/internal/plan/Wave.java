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

/** When a step is due. Steps of one wave and turn are performed in parallel, waves one after the other; removal is the reverse. */
public enum Wave {
    /** The record, which owns all that follows. */
    RECORD,
    /** Services, destination rules and clones of policies: all that must stand before a pod starts. */
    NETWORK,
    /** The forks' Deployments. */
    WORKLOAD,
    /** Routes, only once every fork has a ready endpoint. */
    ROUTE,
    /** Jobs of CronJobs, each only when somebody asks for a run. */
    RUN
}
