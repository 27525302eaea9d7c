// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.kill;

/** When the JVM is ended. */
enum KillMoment {
    /** Before the server hears of the write. */
    BEFORE,
    /** When the server has answered, of which the JVM does not hear. */
    AFTER
}
