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
package dev.spurline;

import java.time.Duration;

/**
 * A fork that runs, or one of a CronJob, which runs on request.
 *
 * @param workload the workload it was copied from
 * @param name the name of its Deployment and of its Service; of a CronJob, that of the Job of its first run
 * @param pod the name of its pod; empty for a CronJob
 * @param image the image as the spec of its pod names it
 * @param imageId the image as the node resolved it, often with a digest; empty if the node did not say
 * @param readyAfter how long it took from the Deployment's creation until the pod was ready; zero for a CronJob
 * @since 0.1
 */
public record LiveFork(Workload workload, String name, String pod, String image, String imageId, Duration readyAfter) {}
