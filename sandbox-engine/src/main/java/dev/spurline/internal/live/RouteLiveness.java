// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.live;

/** How it is known that the mesh follows a sandbox's routes. */
public enum RouteLiveness {
    /** The callers' proxies show them, or requests that came through them have reached a fork. */
    OBSERVED("its routes are live"),
    /** The controller accepted them, and nothing can be observed. */
    ACCEPTED("the mesh has accepted its routes, and whether callers follow them cannot be seen"),
    /** They are those of another engine, which has seen to it. */
    JOINED("its routes are those of who opened it"),
    /** There are none, and callers' Envoys are configured to obey what requests say. */
    OBEYED("the Envoys of callers obey what its requests say"),
    /** There are none, and of callers' Envoys nothing can be observed. */
    UNSEEN("it has no routes, and whether the Envoys of callers obey what its requests say cannot be seen"),
    /** There are none, and none are needed. */
    NONE("it has no routes");

    private final String sentence;

    RouteLiveness(String sentence) {
        this.sentence = sentence;
    }

    /** Says it of a sandbox, for people. */
    public String sentence() {
        return sentence;
    }
}
