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
package dev.spurline.junit;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Tells, as a suppressed part of a failed test's exception, what the sandbox looked like at that moment. It is never thrown
 * by itself and has no stack trace.
 *
 * @since 0.1
 */
public final class SandboxDiagnostics extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Optional<Path> directory;

    /**
     * Tells what was seen.
     *
     * @param message a few lines for a person who has nothing else
     * @param directory where the plan, the forks' logs and their events were written to, if that was possible
     */
    public SandboxDiagnostics(String message, Optional<Path> directory) {
        super(message, null, false, false);
        this.directory = directory;
    }

    /** Returns where the plan, the forks' logs and their events were written to, if that was possible. */
    public Optional<Path> directory() {
        return directory;
    }
}
