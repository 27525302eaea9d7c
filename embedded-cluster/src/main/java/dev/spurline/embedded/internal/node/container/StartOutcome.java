// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.container;

import dev.spurline.embedded.internal.node.container.ContainerPhase.Waiting;

/** What came of an attempt to start a container. */
sealed interface StartOutcome {

    /** It runs. */
    record Started(RunningContainer run, ContainerLog log) implements StartOutcome {}

    /** It was made and did not run. */
    record Failed(String message, ContainerLog log) implements StartOutcome {}

    /** Something that it needs is missing; the attempt is repeated. */
    record Refused(Waiting waiting) implements StartOutcome {}

    /** Its image cannot be had; the attempt is repeated after a back-off. */
    record NoImage(String message) implements StartOutcome {}
}
