"""Fifty-six formulas like those of reports and textbooks, each with its text in one line."""

from __future__ import annotations

from typing import Final

SAMPLES: Final[dict[str, str]] = {
    r"L = \frac{Q_s - Q_b}{Q_s}": "L = (Q_s − Q_b)/Q_s",
    r"E = mc^2": "E = mc^2",
    r"\sum_{i=1}^{n} x_i^2 \leq \left(\sum_{i=1}^{n} x_i\right)^2": "∑_(i = 1)^n x_i^2 ≤ (∑_(i = 1)^n x_i)^2",
    r"\bar{x} = \frac{1}{n}\sum_{i=1}^{n} x_i": "x̄ = 1/n ∑_(i = 1)^n x_i",
    r"\sigma = \sqrt{\frac{1}{n-1}\sum_{i=1}^n (x_i-\bar{x})^2}": "σ = √(1/(n − 1) ∑_(i = 1)^n (x_i − x̄)^2)",
    r"\text{渗透率} = \frac{\text{网民数}}{\text{总人口}} \times 100\%": "渗透率 = 网民数/总人口 × 100%",
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}": "(a, b; c, d)",
    r"\begin{bmatrix} 1 & 0 & 0 \\ 0 & 1 & 0 \\ 0 & 0 & 1 \end{bmatrix}": "[1, 0, 0; 0, 1, 0; 0, 0, 1]",
    r"f(x) = \begin{cases} x^2 & x \ge 0 \\ -x & \text{otherwise} \end{cases}": "f(x) = {x^2, x ≥ 0; −x, otherwise",
    r"\begin{aligned} a &= b + c \\ &= d \end{aligned}": "a = b + c; = d",
    r"\int_0^\infty e^{-x^2}\,dx = \frac{\sqrt{\pi}}{2}": "∫_0^∞ e^(−x^2) dx = √π/2",
    r"\lim_{n \to \infty} \left(1 + \frac{1}{n}\right)^n = e": "lim_(n → ∞) (1 + 1/n)^n = e",
    r"\hat{y} = \beta_0 + \beta_1 x_1 + \varepsilon": "ŷ = β_0 + β_1 x_1 + ε",
    r"v = 25\,\mathrm{m/s}": "v = 25 m/s",
    r"P(A \mid B) = \frac{P(B \mid A)\,P(A)}{P(B)}": "P(A ∣ B) = (P(B ∣ A) P(A))/(P(B))",
    r"\nabla \cdot \mathbf{E} = \frac{\rho}{\varepsilon_0}": "∇ ⋅ 𝐄 = ρ/ε_0",
    r"\oint_C \vec{F} \cdot d\vec{r} = 0": "∮_C F⃗ ⋅ d r⃗ = 0",
    r"x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}": "x = (−b ± √(b^2 − 4ac))/(2a)",
    r"\binom{n}{k} = \frac{n!}{k!(n-k)!}": "(n ¦ k) = (n!)/(k!(n − k)!)",
    r"H = -\sum_{i} p_i \log_2 p_i": "H = −∑_i p_i log_2 p_i",
    r"\mathrm{CO_2} + \mathrm{H_2O} \rightarrow \mathrm{H_2CO_3}": "CO_2 + H_2 O → H_2 CO_3",
    r"\ln \frac{k_2}{k_1} = -\frac{E_a}{R}\left(\frac{1}{T_2} - \frac{1}{T_1}\right)":
        "ln k_2/k_1 = −E_a/R(1/T_2 − 1/T_1)",
    r"\forall \epsilon > 0\ \exists \delta > 0": "∀ϵ > 0 ∃δ > 0",
    r"A \cup B = \{ x : x \in A \lor x \in B \}": "A ∪ B = {x : x ∈ A ∨ x ∈ B}",
    r"\mathbb{R}^n \to \mathbb{R}": "ℝ^n → ℝ",
    r"\mathcal{L}(\theta) = \prod_{i=1}^{N} p(x_i;\theta)": "ℒ(θ) = ∏_(i = 1)^N p(x_i; θ)",
    r"\frac{\partial u}{\partial t} = \alpha \frac{\partial^2 u}{\partial x^2}": "(∂u)/(∂t) = α (∂^2 u)/(∂x^2)",
    r"\overline{AB} \parallel \overline{CD}": "A̅B̅ ∥ C̅D̅",
    r"\angle ABC = 90^\circ": "∠ABC = 90°",
    r"a \equiv b \pmod{n}": "a ≡ b (mod n)",
    r"\operatorname{Var}(X) = \operatorname{E}[X^2] - \operatorname{E}[X]^2": "Var(X) = E[X^2] − E[X]^2",
    r"\max_{x \in S} f(x)": "max_(x ∈ S) f(x)",
    r"\underbrace{a + a + \cdots + a}_{n}": "(a + a + ⋯ + a)_n",
    r"\cancel{x} + \boxed{y = 3}": "x̸ + [y = 3]",
    r"\sqrt[3]{27} = 3": "∛27 = 3",
    r"\left| \frac{a}{b} \right|": "|a/b|",
    r"\|x\|_2": "‖x‖_2",
    r"\text{GDP} = C + I + G + (X - M)": "GDP = C + I + G + (X − M)",
    r"\mathrm{NPV} = \sum_{t=0}^{T} \frac{R_t}{(1+i)^t}": "NPV = ∑_(t = 0)^T R_t/((1 + i)^t)",
    r"\tilde{a}, \dot{x}, \ddot{x}, \acute{e}, \widehat{AB}": "ã, ẋ, ẍ, é, ÂB̂",
    r"x', x'', f'(x)": "x′, x″, f′(x)",
    r"\overset{!}{=} \quad \xrightarrow{k_1}": "=^! →^k_1",
    r"\dfrac{a}{b} \tfrac{1}{2} 3{,}5 \ldots \cdots": "a/b 1/2 3,5…⋯",
    r"\left. \frac{df}{dx} \right|_{x=0}": "(df)/(dx)|_(x = 0)",
    r"\lambda = 0.5\,\text{μm}": "λ = 0.5 μm",
    r"\ln \frac{p}{1-p} = \beta_0 + \beta_1 x_1 + \dots + \beta_k x_k + \varepsilon":
        "ln p/(1 − p) = β_0 + β_1 x_1 + ⋯ + β_k x_k + ε",
    r"\mathrm{BOD_5} = \frac{(D_1 - D_2) - (B_1 - B_2) f}{P}": "BOD_5 = ((D_1 − D_2) − (B_1 − B_2)f)/P",
    r"\mathrm{AQI} = \max\{ \mathrm{IAQI}_1, \mathrm{IAQI}_2, \dots, \mathrm{IAQI}_n \}":
        "AQI = max{IAQI_1, IAQI_2, …, IAQI_n}",
    (
        r"\mathrm{IAQI}_P = \frac{\mathrm{IAQI}_{\mathrm{Hi}} - "
        r"\mathrm{IAQI}_{\mathrm{Lo}}}{\mathrm{BP}_{\mathrm{Hi}} - \mathrm{BP}_{\mathrm{Lo}}} (C_P - "
        r"\mathrm{BP}_{\mathrm{Lo}}) + \mathrm{IAQI}_{\mathrm{Lo}}"
    ):
        "IAQI_P = (IAQI_Hi − IAQI_Lo)/(BP_Hi − BP_Lo)(C_P − BP_Lo) + IAQI_Lo",
    (
        r"T = \begin{cases} 0, & x \le 36\,000 \\ 3\%\,(x - 36\,000), & 36\,000 < x \le 144\,000 \\ "
        r"10\%\,x - 2\,520, & \text{其他} \end{cases}"
    ):
        "T = {0, x ≤ 36 000; 3% (x − 36 000), 36 000 < x ≤ 144 000; 10% x − 2 520, 其他",
    (
        r"A = \begin{pmatrix} a_{11} & a_{12} & \cdots & a_{1n} \\ a_{21} & a_{22} & \cdots & a_{2n} \\ "
        r"\vdots & \vdots & \ddots & \vdots \\ a_{m1} & a_{m2} & \cdots & a_{mn} \end{pmatrix}"
    ):
        "A = (a_11, a_12, ⋯, a_(1n); a_21, a_22, ⋯, a_(2n); ⋮, ⋮, ⋱, ⋮; a_(m1), a_(m2), ⋯, a_(mn))",
    r"\left\{ \begin{array}{l} x + y = 10 \\ 2x - y = 2 \end{array} \right.": "{x + y = 10; 2x − y = 2",
    r"v = 25\,\mathrm{m/s},\quad a = 9.81\,\mathrm{m\cdot s^{-2}},\quad t = 20\,^\circ\mathrm{C}":
        "v = 25 m/s, a = 9.81 m ⋅ s^(−2), t = 20 °C",
    r"\mathrm{2H_2 + O_2 \xrightarrow{\text{点燃}} 2H_2O}": "2H_2 + O_2 →^点燃 2H_2 O",
    r"\mathrm{N_2 + 3H_2 \rightleftharpoons 2NH_3}\quad \Delta H = -92\,\mathrm{kJ/mol}":
        "N_2 + 3H_2 ⇌ 2NH_3 ΔH = −92 kJ/mol",
    r"\max_{x \in X} \; c^{\mathsf{T}} x \quad \text{s.t.} \quad A x \le b,\ x \ge 0":
        "max_(x ∈ X) c^T x s.t. Ax ≤ b, x ≥ 0",
}  # fmt: skip
