// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.proxy;

/** What may happen to a watch after the server has taken it. */
public enum WatchFault {
    /** Nothing. */
    NONE,
    /** The connection ends with the first event. */
    CLOSES,
    /** Each event comes twice. */
    REPEATS,
    /** No event comes, and the connection stays. */
    SILENT
}
