"""The plain names of vaccines, by CVX code (the CDC's list of vaccines administered)."""

from portal_app.catalogue import mark

NAMES: dict[str, str] = {
    cvx: name
    for name, numbers in (
        (
            mark("Flu"),
            "15 16 88 111 135 140 141 144 149 150 151 153 155 158 161 166 168 171 185 186 197 205 231 320",
        ),
        (
            mark("COVID-19"),
            "207 208 210 211 212 213 217 218 219 221 227 228 229 230 300 301 302 308 309 310 311 312 313",
        ),
        (mark("Tetanus and diphtheria (Td)"), "09 113 138 139 196"),
        (mark("Tetanus, diphtheria and whooping cough (Tdap)"), "115"),
        (mark("Diphtheria, tetanus and whooping cough (DTaP)"), "20 50 106 107"),
        (mark("Polio"), "02 10 89"),
        (mark("Hepatitis A"), "31 52 83 84 85"),
        (mark("Hepatitis B"), "08 42 43 44 45 189 220"),
        (mark("Measles, mumps and rubella (MMR)"), "03 94"),
        (mark("Chickenpox"), "21"),
        (mark("Shingles"), "121 187 188"),
        (mark("Pneumonia (pneumococcal)"), "33 100 109 133 152 215 216 327"),
        (mark("Meningitis (meningococcal)"), "32 103 108 114 136 147 148 162 163 164 167 203 316"),
        (mark("Hib"), "17 46 47 48 49 51"),
        (mark("HPV"), "62 118 137 165"),
        (mark("Rotavirus"), "74 116 119 122"),
        (mark("RSV"), "303 304 305 306 307 314 315"),
        (mark("Rabies"), "18 40 90 175 176"),
        (mark("Typhoid"), "25 41 53 91 101 190"),
        (mark("Yellow fever"), "37 184"),
    )
    for cvx in numbers.split()
}
