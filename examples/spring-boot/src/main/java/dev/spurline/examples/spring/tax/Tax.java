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
package dev.spurline.examples.spring.tax;

import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /rate} answers with the rate that the property {@code tax.percent} sets. */
@SpringBootApplication
@RestController
public class Tax {

    private final int percent;

    Tax(@Value("${tax.percent}") int percent) {
        this.percent = percent;
    }

    /** Runs the service until the process is ended. */
    public static void main(String[] args) {
        SpringApplication.run(Tax.class, args);
    }

    @GetMapping("/rate")
    Map<String, Integer> rate() {
        return Map.of("percent", percent);
    }
}
