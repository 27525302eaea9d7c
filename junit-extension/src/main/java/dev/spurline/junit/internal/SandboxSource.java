// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.LiveSandbox;

/** Where the tests that are judged together have their sandbox from: it is theirs alone, or others have it, too. */
interface SandboxSource {

    /** Opens the sandbox, or waits until it is open. What throws has nothing left to close. */
    LiveSandbox open();

    /**
     * Reads what the sandbox has proved to these tests, and nothing to others.
     *
     * @param ledger who they are
     */
    ClassEvidence evidence(TestLedger ledger);

    /** Returns the readings that failed tests of the sandbox have caused. */
    EvidenceReadings readings();

    /**
     * Takes notice that some of these tests have failed.
     *
     * @param keeping what is to become of the sandbox therefore
     */
    void failed(KeepPolicy keeping);

    /** Gives the sandbox up; it is closed, unless others need it. */
    void close();
}
