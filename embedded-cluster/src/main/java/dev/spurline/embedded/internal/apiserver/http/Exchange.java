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
package dev.spurline.embedded.internal.apiserver.http;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request and the way back to who sent it: a connection, or a part of the same process. */
public interface Exchange {

    /** Returns the method, in capitals. */
    String method();

    /** Returns path and query, as they were sent. */
    String uri();

    /** Returns the first value of a header of the request. */
    @Nullable
    String header(String name);

    /** Adds a {@code Warning} header to the answer, unless it has it already. */
    void warn(String warning);

    /** Answers; what follows an answer or the beginning of a stream is dropped. */
    void answer(Reply reply);

    /** Answers with a stream of events; what is told of the stream runs where its own tasks run. */
    void stream(Consumer<EventSink> opened);

    /** Returns the code of the answer. */
    int code();
}
