// SPDX-License-Identifier: Apache-2.0
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
