// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded;

/**
 * An admission hook that is asked about each write until it is closed.
 *
 * @since 0.1
 */
public interface AdmissionHook extends AutoCloseable {

    /** Asks it no more; writes that it is being asked about wait for its verdict. */
    @Override
    void close();
}
