// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.garbage;

/**
 * What an owner is to one of its dependents.
 *
 * <p>Source: {@code pkg/controller/garbagecollector/garbagecollector.go} (classifyReferences).
 */
enum OwnerState {
    /** It lives, or nobody can tell. */
    SOLID,
    /** There is no such owner. */
    ABSENT,
    /** It is being deleted and waits for this dependent. */
    WAITING
}
